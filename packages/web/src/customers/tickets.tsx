import { Link } from '../app/router.js'
import { useWords } from '../words/customers/index.js'
import { TicketList } from './ticket-list.js'

/** The customer's own tickets. */
export function Page() {
  const words = useWords()
  return (
    <div class="page middle">
      <TicketList
        entry={(ticketNumber, children) => <Link to={`/tickets/${ticketNumber}`}>{children}</Link>}
        aside={
          <Link to="/new-ticket" class="button">
            {words.newTicket}
          </Link>
        }
      />
    </div>
  )
}
