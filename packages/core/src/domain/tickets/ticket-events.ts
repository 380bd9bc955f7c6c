import { accountOf, type SignedIn, type Tx } from '../../call/index.js'
import type { TicketEventType } from '../../model/index.js'

/** Adds an event by the caller, other than a comment, to a ticket's history. Returns false if the ticket is gone. */
export async function recordEvent(
  { actor, now, tickets }: Tx<SignedIn>,
  ticketId: number,
  type: Exclude<TicketEventType, 'COMMENT'>,
  content: string | null = null,
): Promise<boolean> {
  const author = accountOf(actor)
  const id = await tickets.addEvent(ticketId, {
    type,
    content,
    author,
    date: now,
    file: null,
    private: null,
  })
  return id !== undefined
}
