import { type Tx, transaction } from '../../call/index.js'
import { checkOwnPassword } from '../../domain/accounts/index.js'
import { firstTicketFiles, removeFiles } from '../../domain/files/index.js'
import { ticketsAtOnce } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { secret } from '../../params/index.js'
import { nextTurn } from '../../platform/index.js'

const usersAtOnce = 200

/** What `/system/delete-all-users` takes. */
export interface DeleteAllUsersParams {
  /** The caller's own. */
  readonly password: string
}

/**
 * Deletes all users and all tickets, also those of staff, with everything that belongs to them. Their log entries stay.
 * Staff, departments, articles, tags and settings stay; remembered logins end, also those of staff. Runs in several
 * transactions: after a failure, the same call does the rest.
 *
 * @throws INVALID_PASSWORD unless it is the caller's own; TOO_MANY_REQUESTS.
 */
export const deleteAllUsers = operation<DeleteAllUsersParams, null>()({
  path: '/system/delete-all-users',
  permission: 'staff_3',
  params: { password: secret('INVALID_PASSWORD') },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { password }) {
    await checkOwnPassword(call, password)
    for (let isDone = false; !isDone; await nextTurn()) {
      if (call.signal?.aborted) fail('INTERRUPTED')
      // Whoever creates an account or a ticket share-locks this name, so that none appears during a step.
      isDone = await transaction(call, deleteSome, [{ name: 'bans', mode: 'update' }])
    }
    return null
  },
})

/**
 * Deletes the first tickets; without tickets, the first users; without users, orphaned rows.
 *
 * @returns whether nothing is left
 */
async function deleteSome(tx: Tx): Promise<boolean> {
  const { ids, numbers, names } = await firstTicketFiles(tx, ticketsAtOnce)
  await tx.tickets.removeThese(ids)
  for (const ticketNumber of numbers) tx.emit('ticket.deleted', { ticketNumber })
  tx.afterCommit((call) => removeFiles(call, names))
  if (ids.length === ticketsAtOnce) return false
  const users = await tx.users.removeFirst(usersAtOnce)
  for (const userId of users) tx.emit('user.deleted', { userId })
  if (users.length === usersAtOnce) return false
  // Rows that belong to no ticket and no user: older versions may have left some.
  await tx.tickets.removeAll()
  await tx.users.removeAll()
  await tx.rememberTokens.removeAll()
  tx.emit('users.deleted', {})
  return true
}
