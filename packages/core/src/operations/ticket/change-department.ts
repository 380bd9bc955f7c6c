import { isAuthor, managesOrNot, recordEvent, unAssign } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { department, ticket } from '../../params/index.js'

/** What `/ticket/change-department` takes. */
export interface ChangeDepartmentParams {
  readonly ticketNumber: number
  /** The new department. */
  readonly departmentId: number
}

/**
 * Moves a ticket to another department, also one that the caller does not serve. An owner who does not serve it loses
 * the ticket. Only tickets written by staff can move to a private department.
 *
 * @throws INVALID_TICKET, INVALID_DEPARTMENT when there is no such one; NO_PERMISSION when the caller may not manage
 * the ticket, or it may not go there; SAME_DEPARTMENT when it is there already.
 */
export const changeDepartment = operation<ChangeDepartmentParams, null>()({
  path: '/ticket/change-department',
  permission: 'staff_1',
  params: {
    ticket: ticket('ticketNumber', 'INVALID_TICKET'),
    department: department('departmentId', 'INVALID_DEPARTMENT'),
  },
  data: nothing,
  errors: ['SAME_DEPARTMENT'],
  check(actor, { ticket, department }) {
    if (ticket && department?.private && ticket.author?.kind !== 'staff') return 'NO_PERMISSION'
    return managesOrNot(actor, ticket)
  },
  async write(tx, { ticket, department: target }) {
    const { actor } = tx
    if (ticket.department?.id === target.id) fail('SAME_DEPARTMENT')
    const { ticketNumber, owner } = ticket
    if (owner && !(await tx.staff.departmentIds(owner.id)).includes(target.id)) {
      await unAssign(tx, ticket)
      tx.emit('ticket.unassigned', { ticketNumber, staffId: owner.id })
    }
    await tx.tickets.update(ticket.id, {
      departmentId: target.id,
      totalDepartments: ticket.totalDepartments + 1,
      unread: !isAuthor(actor, ticket),
    })
    await recordEvent(tx, ticket.id, 'DEPARTMENT_CHANGED', target.name)
    await tx.log('DEPARTMENT_CHANGED', ticketNumber)
    tx.emit('ticket.departmentChanged', {
      ticketNumber,
      departmentId: target.id,
      fromDepartmentId: ticket.department?.id ?? null,
    })
    return null
  },
})
