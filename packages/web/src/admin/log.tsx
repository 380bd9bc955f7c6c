import { useState } from 'preact/hooks'
import { useReadPage } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { entriesPerPage, Steps } from '../components/steps.js'
import { Time } from '../components/time.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { logText } from './codes.js'

export const Page = staffPage(Log)

/** What the team did, newest first. */
function Log() {
  const words = useWords()
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const { data: entries, error, isPlaceholderData } = useReadPage('system.getLogs', { page })
  return (
    <AdminFrame title={staffWords.log}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!entries && !error && <Loading />}
      {entries?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {entries && entries.length > 0 && (
        <ul class="list">
          {entries.map(({ type, to, author, date }, index) => (
            <li key={`${index} ${date.getTime()}`} class="entry">
              <span class="grow">
                <strong>{author.name || staffWords.somebody}</strong> {logText(type, staffWords)}
                {to && `: ${to}`}
              </span>
              <Time date={date} />
            </li>
          ))}
        </ul>
      )}
      {entries && (
        <Steps
          page={page}
          isLast={entries.length < entriesPerPage}
          isBusy={isPlaceholderData}
          onPage={setPage}
        />
      )}
    </AdminFrame>
  )
}
