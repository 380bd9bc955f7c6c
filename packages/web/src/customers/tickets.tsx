import { useState } from 'preact/hooks'
import { useTickets } from '../app/client.js'
import { usePolling } from '../app/live.js'
import { Link } from '../app/router.js'
import { fill } from '../app/words.js'
import { Failed } from '../components/failed.js'
import { Loading } from '../components/loading.js'
import { Pager } from '../components/pager.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'

/** The customer's own tickets, newest first. */
export function Page() {
  const words = useWords()
  const [page, setPage] = useState(1)
  const { data, error } = useTickets({ page }, { refetchInterval: usePolling(30_000) })
  if (!data && error) return <Failed title={words.myTickets} error={error} />
  if (!data) return <Loading />
  return (
    <div class="page middle">
      <div class="head">
        <h1>{words.myTickets}</h1>
        <Link to="/new-ticket" class="button">
          {words.newTicket}
        </Link>
      </div>
      {data.tickets.length === 0 ? (
        <p class="card soft">{words.noTickets}</p>
      ) : (
        <ul class="list">
          {data.tickets.map(({ ticketNumber, title, closed, unread, date, department, commentCount }) => (
            <li key={ticketNumber}>
              <Link to={`/tickets/${ticketNumber}`}>
                <div class="row">
                  <strong>{title}</strong>
                  {unread && <span class="badge">{words.unread}</span>}
                </div>
                <div class="meta">
                  <span>#{ticketNumber}</span>
                  <span>{closed ? words.closed : words.open}</span>
                  <span>{department.name}</span>
                  <Time date={date} />
                  {commentCount > 0 && <span>{fill(words.comments, { count: commentCount })}</span>}
                </div>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Pager page={page} pages={data.pages} onPage={setPage} />
    </div>
  )
}
