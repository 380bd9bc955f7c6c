import { useMe } from '../app/me.js'
import { fill } from '../app/words.js'
import { Heading } from '../components/heading.js'
import { useWords } from '../words/customers/index.js'

/** Says that a ticket was sent, and where its author finds the answer. */
export function TicketSent({ ticketNumber }: { readonly ticketNumber: number }) {
  const words = useWords()
  const me = useMe()
  return (
    <div role="status">
      <Heading>{fill(words.created, { number: ticketNumber })}</Heading>
      {me?.kind === 'guest' && <p>{words.createdText}</p>}
      {me?.kind === 'user' && <p>{words.createdTextSignedIn}</p>}
    </div>
  )
}
