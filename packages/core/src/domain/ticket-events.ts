import type { TicketEventType } from '../model/index.js'
import { type Actor, type Anonymous, accountOf } from '../session.js'
import type { Storage } from '../storage/index.js'

/** Leaves an event other than a comment in a ticket's history: the caller did it. False when the ticket is gone. */
export async function recordEvent(
  tx: Storage,
  { actor, now }: { readonly actor: Exclude<Actor, Anonymous>; readonly now: Date },
  ticketId: number,
  type: Exclude<TicketEventType, 'COMMENT'>,
  content: string | null = null,
): Promise<boolean> {
  const author = accountOf(actor)
  const id = await tx.tickets.addEvent(ticketId, {
    type,
    content,
    author,
    date: now,
    file: null,
    private: null,
  })
  return id !== undefined
}
