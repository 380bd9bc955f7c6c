import { endSessions, removeFiles, removeFilesOf, ticketsOf, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { user } from '../../params/index.js'

/**
 * Deletes a user with all tickets, files and sessions. What the log tells of the user stays.
 *
 * @throws INVALID_USER; NO_PERMISSION for staff of level 1 while the user has an open ticket in a department that they
 * do not serve.
 */
const deleteUser = operation({
  path: '/user/delete',
  permission: 'staff_1',
  params: { userId: user('INVALID_USER') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_USER'],
  async run(context, { userId: { id, name, email } }) {
    const { actor, storage } = context
    const { tickets, mails } = await storage.transaction(async (tx) => {
      const tickets = await ticketsOf(tx, id)
      const foreign = tickets.some(
        ({ closed, department }) => !closed && !(department && actor.departmentIds.includes(department.id)),
      )
      if (actor.level === 1 && foreign) fail('NO_PERMISSION')
      await writeLog(tx, context, 'DELETE_USER', name)
      const mails = await tx.mailOriginals.filesOf(tickets.map((ticket) => ticket.id))
      for (const ticket of tickets) await tx.tickets.remove(ticket.id)
      await endSessions(tx, { kind: 'user', id })
      await tx.passwordTokens.removeOf(email, 'user')
      if (!(await tx.users.remove(id))) fail('INVALID_USER')
      return { tickets, mails }
    })
    await removeFilesOf(context, tickets)
    await removeFiles(context, mails)
    return null
  },
})

export { deleteUser as delete }
