import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { usePolling } from '../app/live.js'
import { fill } from '../app/words.js'
import { Failure } from '../components/failure.js'
import { Heading } from '../components/heading.js'
import { Loading } from '../components/loading.js'
import { Pager } from '../components/pager.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'

export interface TicketListProps {
  /** How many tickets a page has. Default: the helpdesk's. */
  readonly pageSize?: number | undefined
  /** Wraps what is shown of a ticket in something that opens it. */
  readonly entry: (ticketNumber: number, children: ComponentChildren) => ComponentChildren
  /** Stands beside the heading. */
  readonly aside?: ComponentChildren
}

/** The customer's own tickets, newest first. */
export function TicketList({ pageSize, entry, aside }: TicketListProps) {
  const words = useWords()
  const [page, setPage] = useState(1)
  const { data, error } = useDesk().useTickets({ page, pageSize }, { refetchInterval: usePolling(30_000) })
  if (!data && error) return <Failure title={words.myTickets} error={error} />
  if (!data) return <Loading />
  return (
    <>
      <div class="head">
        <Heading>{words.myTickets}</Heading>
        {aside}
      </div>
      {data.tickets.length === 0 ? (
        <p class="card soft">{words.noTickets}</p>
      ) : (
        <ul class="list" part="list">
          {data.tickets.map(({ ticketNumber, title, closed, unread, date, department, commentCount }) => (
            <li key={ticketNumber}>
              {entry(
                ticketNumber,
                <>
                  <span class="row">
                    <strong>{title}</strong>
                    {unread && <span class="badge">{words.unread}</span>}
                  </span>
                  <span class="meta">
                    <span>#{ticketNumber}</span>
                    <span>{closed ? words.closed : words.open}</span>
                    <span>{department.name}</span>
                    <Time date={date} />
                    {commentCount > 0 && <span>{fill(words.comments, { count: commentCount })}</span>}
                  </span>
                </>,
              )}
            </li>
          ))}
        </ul>
      )}
      <Pager page={page} pages={data.pages} onPage={setPage} />
    </>
  )
}
