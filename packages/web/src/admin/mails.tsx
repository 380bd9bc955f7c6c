import { useState } from 'preact/hooks'
import { useReadPage, useWrite } from '../app/client.js'
import { Link } from '../app/router.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { entriesPerPage, Steps } from '../components/steps.js'
import { Time } from '../components/time.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { mailName, untakenText } from './codes.js'

export const Page = staffPage(Mails)

/** Mails that could not be delivered, to send again or discard; and incoming mails that are in no ticket. */
function Mails() {
  const words = useWords()
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const { data: mails, error, isPlaceholderData } = useReadPage('system.getUndeliveredMails', { page })
  const retry = useWrite('system.retryMail')
  const discard = useWrite('system.discardMail')
  const failed = retry.error ?? discard.error ?? error
  return (
    <AdminFrame title={staffWords.stuckMails}>
      {failed && <Alert tone="bad">{refusal(failed, words)}</Alert>}
      {!mails && !error && <Loading />}
      {mails?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {mails && mails.length > 0 && (
        <ul class="list">
          {mails.map(({ id, to, template, attempts, cause, createdAt }) => (
            <li key={id} class="entry">
              <span class="grow">
                <strong>{to}</strong>
                <span class="meta">
                  <span>{mailName(template, staffWords)}</span>
                  <Time date={createdAt} />
                  <span>{fill(staffWords.attempts, { count: attempts })}</span>
                  <span>{cause}</span>
                </span>
              </span>
              <span class="row">
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.retry}: ${to}`}
                  onClick={() => retry.mutate({ id })}
                >
                  {staffWords.retry}
                </button>
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.discard}: ${to}`}
                  onClick={() => discard.mutate({ id })}
                >
                  {staffWords.discard}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {mails && (
        <Steps
          page={page}
          isLast={mails.length < entriesPerPage}
          isBusy={isPlaceholderData}
          onPage={setPage}
        />
      )}
      <Untaken />
    </AdminFrame>
  )
}

function Untaken() {
  const words = useWords()
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const { data: mails = [], error, isPlaceholderData } = useReadPage('system.getUntakenMails', { page })
  const retry = useWrite('system.retryUntakenMail')
  const failed = retry.error ?? error
  const fates = {
    failed: staffWords.triedAgain,
    'given up': staffWords.givenUp,
    refused: staffWords.refused,
    ignored: staffWords.ignored,
    taken: staffWords.takenInPart,
  }
  const subjectOf = ({ subject }: { readonly subject: string | null }) => subject || staffWords.noSubject
  return (
    <section class="apart">
      <h2>{staffWords.untakenMails}</h2>
      {failed && <Alert tone="bad">{refusal(failed, words)}</Alert>}
      {mails.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {mails.length > 0 && (
        <ul class="list">
          {mails.map((mail) => (
            <li key={mail.id} class="entry">
              <span class="grow">
                <strong dir="auto">{subjectOf(mail)}</strong>
                <span class="meta">
                  <span>{mail.sender ?? staffWords.somebody}</span>
                  <Time date={mail.at} />
                  <span>{fates[mail.fate]}</span>
                  <span>{untakenText(mail, staffWords)}</span>
                  {mail.ticketNumber !== null && (
                    <Link to={`/staff/tickets/${mail.ticketNumber}`}>#{mail.ticketNumber}</Link>
                  )}
                </span>
              </span>
              {mail.ticketNumber === null && mail.fate !== 'taken' && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.takeInAgain}: ${subjectOf(mail)}`}
                  onClick={() => retry.mutate({ id: mail.id })}
                >
                  {staffWords.takeInAgain}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Steps page={page} isLast={mails.length < entriesPerPage} isBusy={isPlaceholderData} onPage={setPage} />
    </section>
  )
}
