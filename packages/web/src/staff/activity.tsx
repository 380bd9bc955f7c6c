import { useState } from 'preact/hooks'
import { useReadPage } from '../app/client.js'
import { Link } from '../app/router.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { entriesPerPage, Steps } from '../components/steps.js'
import { useWords } from '../words/customers/index.js'
import { type StaffWords, useStaffWords } from '../words/staff/index.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Activity)

/** What happened last in the tickets that the reader owns or wrote. */
function Activity() {
  const words = useWords()
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const { data: events, error, isPlaceholderData } = useReadPage('staff.lastEvents', { page })
  return (
    <StaffFrame title={staffWords.activity}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!events && !error && <Loading />}
      {events?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {events && events.length > 0 && (
        <ul class="list">
          {events.map(({ type, ticketNumber, author }, index) => {
            const sentence = `did${type}` satisfies keyof StaffWords
            return (
              <li key={`${index} ${ticketNumber}`}>
                <Link to={`/staff/tickets/${ticketNumber}`}>
                  <strong>#{ticketNumber}</strong>{' '}
                  {fill(staffWords[sentence], { name: author.name ?? staffWords.somebody })}
                </Link>
              </li>
            )
          })}
        </ul>
      )}
      {events && (
        <Steps
          page={page}
          isLast={events.length < entriesPerPage}
          isBusy={isPlaceholderData}
          onPage={setPage}
        />
      )}
    </StaffFrame>
  )
}
