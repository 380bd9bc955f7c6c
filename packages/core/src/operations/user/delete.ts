import { accountLock, type StaffActor, type Tx, transaction } from '../../call/index.js'
import { endSessions } from '../../domain/accounts/index.js'
import { removeFiles } from '../../domain/files/index.js'
import {
  firstTicketsOf,
  hasOpenTicketOutside,
  removeFilesOf,
  ticketsAtOnce,
} from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, user } from '../../params/index.js'
import { nextTurn } from '../../platform/index.js'

/** What `/user/delete` takes. */
export interface DeleteUserParams {
  readonly userId: number
}

/**
 * Deletes a user with all tickets, files and sessions. Log entries about the user stay. Tickets are removed in batches,
 * one transaction each, and the user with the last batch; if a batch fails, the same call deletes the rest.
 *
 * @throws INVALID_USER; NO_PERMISSION for staff of level 1 while the user has an open ticket in a department that they
 *   do not serve
 */
const deleteUser = operation<DeleteUserParams, null>()({
  path: '/user/delete',
  permission: 'staff_1',
  params: { user: changed(user('userId', 'INVALID_USER')) },
  data: nothing,
  async steps(call, { user: { id } }) {
    // Locked, so that nobody adds a ticket of the user in the meantime.
    const locks = [accountLock({ kind: 'user', id }, 'update')]
    while (!(await transaction(call, (tx) => deleteSome(tx, id), locks))) {
      if (call.signal?.aborted) fail('INTERRUPTED')
      await nextTurn()
    }
    return null
  },
})

/**
 * Deletes the next batch of the user's tickets, and the user with the last batch.
 *
 * @returns whether the user is deleted
 */
async function deleteSome(tx: Tx<StaffActor>, id: number): Promise<boolean> {
  const { level, departmentIds } = tx.actor
  const user = (await tx.users.byId(id)) ?? fail('INVALID_USER')
  if (level === 1 && (await hasOpenTicketOutside(tx, id, departmentIds))) fail('NO_PERMISSION')
  const tickets = await firstTicketsOf(tx, id)
  const ids = tickets.map((ticket) => ticket.id)
  const mails = await tx.mailOriginals.filesOf(ids)
  await tx.tickets.removeThese(ids)
  for (const { ticketNumber } of tickets) tx.emit('ticket.deleted', { ticketNumber })
  tx.afterCommit(async (call) => {
    await removeFilesOf(call, tickets)
    await removeFiles(call, mails)
  })
  if (tickets.length === ticketsAtOnce) return false
  await tx.log('DELETE_USER', user.name)
  await endSessions(tx, { kind: 'user', id })
  await tx.passwordTokens.removeOf(user.email, 'user')
  await tx.users.remove(id)
  tx.emit('user.deleted', { userId: id })
  return true
}

export { deleteUser as delete }
