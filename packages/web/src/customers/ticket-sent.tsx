import { fill } from '../app/words.js'
import { Heading } from '../components/heading.js'
import { useWords } from '../words/customers/index.js'

/** Says that a ticket was sent. */
export function TicketSent({ ticketNumber }: { readonly ticketNumber: number }) {
  const words = useWords()
  return (
    <div role="status">
      <Heading>{fill(words.created, { number: ticketNumber })}</Heading>
      <p>{words.createdText}</p>
    </div>
  )
}
