import { accountLock, transaction } from '../../call/index.js'
import { hasOpenTicketOutside, removeUserInPart } from '../../domain/tickets/index.js'
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
    const removeSome = () =>
      transaction(
        call,
        async (tx) => {
          const { level, departmentIds } = tx.actor
          const user = (await tx.users.byId(id)) ?? fail('INVALID_USER')
          if (level === 1 && (await hasOpenTicketOutside(tx, id, departmentIds))) fail('NO_PERMISSION')
          return removeUserInPart(tx, user)
        },
        locks,
      )
    while (!(await removeSome())) {
      if (call.signal?.aborted) fail('INTERRUPTED')
      await nextTurn()
    }
    return null
  },
})

export {
  /**
   * Deletes a user with all tickets, files and sessions. Log entries about the user stay. Tickets are removed in batches,
   * one transaction each, and the user with the last batch; if a batch fails, the same call deletes the rest.
   *
   * @throws INVALID_USER; NO_PERMISSION for staff of level 1 while the user has an open ticket in a department that they
   *   do not serve
   */
  deleteUser as delete,
}
