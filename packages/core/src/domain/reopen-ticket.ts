import type { Actor, Anonymous } from '../session.js'
import type { Storage, StoredTicket } from '../storage/index.js'
import { writeLog } from './log.js'
import { recordEvent } from './ticket-events.js'

/**
 * Opens a ticket again, with an event and a row of the log. An open one gets both too, and the unread flag.
 *
 * @param ticket as it is in this transaction
 * @returns false when the ticket is gone
 */
export async function reopenTicket(
  tx: Storage,
  by: { readonly actor: Exclude<Actor, Anonymous>; readonly now: Date },
  ticket: Pick<StoredTicket, 'id' | 'ticketNumber' | 'closed'>,
): Promise<boolean> {
  const updated = await tx.tickets.update(ticket.id, {
    closed: false,
    ...(ticket.closed ? { reopened: true } : {}),
    ...(by.actor.kind === 'staff' ? { unread: true } : { unreadStaff: true }),
  })
  if (!updated) return false
  await recordEvent(tx, by, ticket.id, 'RE_OPEN')
  await writeLog(tx, by, 'RE_OPEN', ticket.ticketNumber)
  return true
}
