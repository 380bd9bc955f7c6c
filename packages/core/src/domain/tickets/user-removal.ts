import type { Tx } from '../../call/index.js'
import type { AccountRef, StoredUser } from '../../storage/index.js'
import { endSessions } from '../accounts/index.js'
import { removeFiles, ticketFileNames } from '../files/index.js'
import { firstTicketsOf, ticketsAtOnce, ticketsWith } from './ticket-removal.js'

/** The tickets to remove, at most `ticketsAtOnce`: the first ones of an author, or those with these numbers. */
type Removed = { readonly author: AccountRef } | { readonly numbers: readonly number[] }

/** Removes tickets with their files. Returns how many. */
export async function removeTickets(tx: Tx, removed: Removed): Promise<number> {
  const tickets = await ('author' in removed
    ? firstTicketsOf(tx, removed.author)
    : ticketsWith(tx, removed.numbers))
  const ids = tickets.map((ticket) => ticket.id)
  const mails = await tx.mailOriginals.filesOf(ids)
  const mentioned = (await tx.tickets.mentionsOf(ids)).flatMap(({ ticketNumber, contents }) => [
    ...ticketFileNames(ticketNumber, contents),
  ])
  await tx.tickets.removeThese(ids)
  for (const { ticketNumber, department, author } of tickets)
    tx.emit('ticket.deleted', {
      ticketNumber,
      departmentId: department?.id ?? null,
      author: author && { kind: author.kind, id: author.id },
    })
  tx.afterCommit((call) => removeFiles(call, new Set([...mentioned, ...mails])))
  return tickets.length
}

/** How many events and log entries one transaction leaves without their author. */
const authoredAtOnce = 500

/**
 * Deletes the next batch of a user's tickets, and the user with the last batch. The caller has locked the user.
 *
 * @param options.log the object of the log entry; null if it must not name the user. Default: the name
 * @returns whether the user is deleted
 */
export async function removeUserInPart(
  tx: Tx,
  { id, name, email }: StoredUser,
  { log = name }: { readonly log?: string | null } = {},
): Promise<boolean> {
  const count = await removeTickets(tx, { author: { kind: 'user', id } })
  if (count === ticketsAtOnce) return false
  if (!(await tx.users.leaveAuthored(id, authoredAtOnce))) return false
  await tx.log('DELETE_USER', log)
  await endSessions(tx, { kind: 'user', id })
  await tx.passwordTokens.removeOf(email, 'user')
  await tx.users.remove(id)
  tx.emit('user.deleted', { userId: id })
  return true
}
