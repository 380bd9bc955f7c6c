import { type Call, openTransaction, type Tx } from '../../call/index.js'
import { nextTurn } from '../../platform/index.js'

/** The number of tickets that one transaction moves. More would block other writers for too long. */
const movedAtOnce = 50

/**
 * Moves the tickets of hidden departments to their targets, in many short transactions, and removes the departments.
 * Several callers may do so at once.
 *
 * @returns whether none is left; false after the signal of the call has aborted: the next call moves the rest
 */
export async function removeHiddenDepartments(call: Call): Promise<boolean> {
  // Looks before it opens a transaction, which would make other writers wait: most background rounds find none.
  if (!(await call.departments.hidden())) return true
  // With the lock, no department is hidden and nobody joins or leaves one during a step.
  const moveSome = () => openTransaction(call, moveSomeTickets, () => [{ name: 'members', mode: 'update' }])
  while (await moveSome()) {
    if (call.signal?.aborted) return false
    await nextTurn()
  }
  return true
}

/** Moves the first tickets of the first hidden department, and removes it with the last ones. Returns whether there was one. */
async function moveSomeTickets(tx: Tx): Promise<boolean> {
  const hidden = await tx.departments.hidden()
  if (!hidden) return false
  const { id, into } = hidden
  const ids = await tx.tickets.firstIn(id, movedAtOnce)
  // The author of each event is the owner, as in 4.11.
  for (const { ticketNumber, ownerId } of await tx.tickets.releaseThese(ids, into, tx.now))
    tx.emit('ticket.unassigned', { ticketNumber, staffId: ownerId })
  await tx.tickets.moveThese(ids, into)
  if (ids.length === movedAtOnce) return true
  await tx.departments.remove(id)
  tx.emit('department.deleted', { departmentId: id, movedToDepartmentId: into })
  return true
}
