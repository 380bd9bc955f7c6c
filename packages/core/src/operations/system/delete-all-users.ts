import { allTicketFiles, checkOwnPassword, checkStillLevel3, removeFiles } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { secret } from '../../params/index.js'

/**
 * Deletes all users and all tickets, whoever wrote them, with all that belongs to them. What the log tells of them stays,
 * under their names. Staff, departments, articles, tags and settings stay; remembered logins end, also those of staff.
 *
 * @throws INVALID_PASSWORD for the caller's own; TOO_MANY_REQUESTS.
 */
export const deleteAllUsers = operation({
  path: '/system/delete-all-users',
  permission: 'staff_3',
  /** The caller's own. */
  params: { password: secret('INVALID_PASSWORD') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_PASSWORD', 'TOO_MANY_REQUESTS'],
  async run(context, { password }) {
    await checkOwnPassword(context, password)
    const files = await context.storage.transaction(async (tx) => {
      await checkStillLevel3(tx, context.actor)
      const files = await allTicketFiles(tx)
      await tx.tickets.removeAll()
      await tx.users.removeAll()
      await tx.rememberTokens.removeAll()
      return files
    })
    await removeFiles(context, files)
    return null
  },
})
