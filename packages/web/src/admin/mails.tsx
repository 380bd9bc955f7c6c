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
import { mailName } from './codes.js'

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
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const { data: mails = [], isPlaceholderData } = useReadPage('system.getUntakenMails', { page })
  const fates = {
    failed: staffWords.triedAgain,
    'given up': staffWords.givenUp,
    refused: staffWords.refused,
    ignored: staffWords.ignored,
    taken: staffWords.takenInPart,
  }
  return (
    <section class="apart">
      <h2>{staffWords.untakenMails}</h2>
      {mails.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {mails.length > 0 && (
        <ul class="list">
          {mails.map(({ mailbox, uid, sender, fate, ticketNumber, at, cause }) => (
            <li key={`${mailbox} ${uid}`} class="entry">
              <span class="grow">
                <strong>{sender ?? staffWords.somebody}</strong>
                <span class="meta">
                  <Time date={at} />
                  <span>{fates[fate]}</span>
                  <span>{cause}</span>
                  {ticketNumber !== null && (
                    <Link to={`/staff/tickets/${ticketNumber}`}>#{ticketNumber}</Link>
                  )}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Steps page={page} isLast={mails.length < entriesPerPage} isBusy={isPlaceholderData} onPage={setPage} />
    </section>
  )
}
