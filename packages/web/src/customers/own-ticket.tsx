import { client } from '../app/client.js'
import type { PageProps } from '../app/router.js'
import { TicketView } from './ticket-view.js'

/** A ticket of the customer who is signed in. */
export const Page = ({ params }: PageProps) => (
  <TicketView client={client} ticketNumber={Number(params.number)} />
)
