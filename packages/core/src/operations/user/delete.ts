import { accountLock, transaction } from '../../call/index.js'
import {
  endSessions,
  firstTicketsOf,
  hasOpenTicketOutside,
  removeFiles,
  removeFilesOf,
  ticketsAtOnce,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, user } from '../../params/index.js'
import { nextTurn } from '../../platform/index.js'

/** What `/user/delete` takes. */
export interface DeleteUserParams {
  readonly userId: number
}

/**
 * Deletes a user with all tickets, files and sessions. What the log tells of the user stays. Of many tickets, some are
 * removed at a time, and the user with the last of them: if it breaks off, the same call does the rest.
 *
 * @throws INVALID_USER; NO_PERMISSION for staff of level 1 while the user has an open ticket in a department that they
 * do not serve.
 */
const deleteUser = operation<DeleteUserParams, null>()({
  path: '/user/delete',
  permission: 'staff_1',
  params: { user: changed(user('userId', 'INVALID_USER')) },
  data: nothing,
  async steps(call, { user: { id, name, email } }) {
    const { actor } = call
    for (let isGone = false; !isGone; await nextTurn()) {
      const { tickets, mails } = await transaction(call, async (tx) => {
        // Nobody changes a ticket of the user meanwhile.
        await tx.lock([accountLock({ kind: 'user', id }, 'update')])
        if (actor.level === 1) {
          const departments = await tx.staff.departmentIds(actor.id)
          if (await hasOpenTicketOutside(tx, id, departments)) fail('NO_PERMISSION')
        }
        const tickets = await firstTicketsOf(tx, id)
        const ids = tickets.map((ticket) => ticket.id)
        const mails = await tx.mailOriginals.filesOf(ids)
        await tx.tickets.removeThese(ids)
        for (const { ticketNumber } of tickets) tx.emit('ticket.deleted', { ticketNumber })
        isGone = tickets.length < ticketsAtOnce
        if (isGone) {
          await tx.log('DELETE_USER', name)
          await endSessions(tx, { kind: 'user', id })
          await tx.passwordTokens.removeOf(email, 'user')
          if (!(await tx.users.remove(id))) fail('INVALID_USER')
          tx.emit('user.deleted', { userId: id })
        }
        return { tickets, mails }
      })
      await removeFilesOf(call, tickets)
      await removeFiles(call, mails)
    }
    return null
  },
})

export { deleteUser as delete }
