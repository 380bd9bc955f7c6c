import type { Tx } from '../../call/index.js'
import type { StoredUser } from '../../storage/index.js'
import { endSessions } from '../accounts/index.js'
import { removeFiles } from '../files/index.js'
import { firstTicketsOf, removeFilesOf, ticketsAtOnce } from './ticket-removal.js'

/**
 * Deletes the next batch of a user's tickets, and the user with the last batch. The caller has locked the user.
 *
 * @returns whether the user is deleted
 */
export async function removeUserInPart(tx: Tx, { id, name, email }: StoredUser): Promise<boolean> {
  const tickets = await firstTicketsOf(tx, id)
  const ids = tickets.map((ticket) => ticket.id)
  const mails = await tx.mailOriginals.filesOf(ids)
  await tx.tickets.removeThese(ids)
  for (const { ticketNumber, department } of tickets)
    tx.emit('ticket.deleted', {
      ticketNumber,
      departmentId: department?.id ?? null,
      author: { kind: 'user', id },
    })
  tx.afterCommit(async (call) => {
    await removeFilesOf(call, tickets)
    await removeFiles(call, mails)
  })
  if (tickets.length === ticketsAtOnce) return false
  await tx.log('DELETE_USER', name)
  await endSessions(tx, { kind: 'user', id })
  await tx.passwordTokens.removeOf(email, 'user')
  await tx.users.remove(id)
  tx.emit('user.deleted', { userId: id })
  return true
}
