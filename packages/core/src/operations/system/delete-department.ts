import { type Tx, transaction } from '../../call/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { department } from '../../params/index.js'

/** What `/system/delete-department` takes. */
export interface DeleteDepartmentParams {
  readonly departmentId: number
  readonly transferDepartmentId: number
}

/**
 * Deletes a department and moves its tickets to another. Owners who do not serve that one lose theirs.
 *
 * @throws INVALID_DEPARTMENT when one of them does not exist; CAN_NOT_DELETE_DEFAULT_DEPARTMENT; SAME_DEPARTMENT;
 * DEPARTMENT_PRIVATE_TICKETS when tickets of users would come to be in a private department.
 */
export const deleteDepartment = operation<DeleteDepartmentParams, null>()({
  path: '/system/delete-department',
  permission: 'staff_3',
  params: {
    department: department('departmentId', 'INVALID_DEPARTMENT'),
    target: department('transferDepartmentId', 'INVALID_DEPARTMENT'),
  },
  data: nothing,
  errors: ['CAN_NOT_DELETE_DEFAULT_DEPARTMENT', 'SAME_DEPARTMENT', 'DEPARTMENT_PRIVATE_TICKETS'],
  async steps(call, { department: { id, name }, target: transferDepartmentId }) {
    await transaction(
      call,
      async (tx) => {
        if (tx.settings.defaultDepartmentId === id) fail('CAN_NOT_DELETE_DEFAULT_DEPARTMENT')
        if (id === transferDepartmentId.id) fail('SAME_DEPARTMENT')
        const target = (await tx.departments.byId(transferDepartmentId.id)) ?? fail('INVALID_DEPARTMENT')
        if (target.private && (await tx.departments.hasUserTickets(id))) fail('DEPARTMENT_PRIVATE_TICKETS')
        await freeFromForeignOwners(tx, id, target.id, call.now)
        await tx.departments.moveTickets(id, target.id)
        if (!(await tx.departments.remove(id))) fail('INVALID_DEPARTMENT')
        await tx.log('DELETE_DEPARTMENT', name)
      },
      [
        { name: 'members', mode: 'update' },
        { name: 'settings', mode: 'share' },
        { table: 'departments', id, mode: 'update' },
        { table: 'departments', id: transferDepartmentId.id, mode: 'share' },
      ],
    )
    return null
  },
})

/** Takes the tickets of a department from owners who do not serve the target; the event is in the owner's own name. */
async function freeFromForeignOwners(tx: Tx, from: number, target: number, now: Date) {
  const owners = (await tx.staff.all())
    .filter(({ departments }) => !departments.some(({ id }) => id === target))
    .map(({ id }) => id)
  const filter = { departments: [from], owners }
  for (;;) {
    const { tickets } = await tx.tickets.list({
      filter,
      order: [],
      events: false,
      offset: 0,
      limit: 100,
    })
    if (tickets.length === 0) return
    for (const { id, owner } of tickets) {
      if (!owner) continue
      await tx.tickets.unAssign(id, owner.id, { unread: true })
      const author = { kind: 'staff', id: owner.id } as const
      const event = {
        type: 'UN_ASSIGN',
        content: owner.name,
        author,
        date: now,
      } as const
      await tx.tickets.addEvent(id, { ...event, file: null, private: null })
    }
  }
}
