import type { Tx } from '../../call/index.js'

/**
 * Replaces the departments of a member, who loses the tickets outside them.
 *
 * @returns whether the member serves others than before
 */
export async function setStaffDepartments(
  tx: Tx,
  id: number,
  departments: readonly number[],
): Promise<boolean> {
  const before = new Set(await tx.staff.departmentIds(id))
  await tx.staff.setDepartments(id, departments)
  for (const ticketNumber of await tx.tickets.ownedOutside(id, departments))
    tx.emit('ticket.unassigned', { ticketNumber, staffId: id })
  await tx.tickets.releaseOutside(id, departments)
  const after = new Set(departments)
  return before.size !== after.size || departments.some((each) => !before.has(each))
}
