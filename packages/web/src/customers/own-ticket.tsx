import type { PageProps } from '../app/router.js'
import { TicketView } from './ticket-view.js'

/** A ticket of the customer who is signed in. */
export const Page = ({ params }: PageProps) => (
  <div class="page middle">
    <TicketView ticketNumber={Number(params.number)} />
  </div>
)
