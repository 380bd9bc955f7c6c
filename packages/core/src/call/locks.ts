import {
  type AccountRef,
  accountRow,
  type RowLock,
  type Storage,
  type StoredTicket,
  type StoredUser,
  ticketLocks,
} from '../storage/index.js'
import type { Tx } from './call.js'
import { type Actor, accountOf } from './session.js'

/**
 * Thrown when a row refers to other rows than those that were locked with it, such as a ticket with a new owner. The
 * transaction is rolled back, and retried with the right locks.
 */
export class RowsMoved extends Error {
  override readonly name = 'RowsMoved'
}

/**
 * Returns the lock of the actor's account, which prevents demoting, disabling or deleting the caller during a
 * transaction.
 */
export const actorLocks = (actor: Actor): RowLock[] =>
  actor.kind === 'anonymous' ? [] : [accountLock(accountOf(actor), 'share')]

const keyOf = (lock: RowLock) => ('name' in lock ? lock.name : `${lock.table} ${lock.id}`)

/** Returns the needed locks that are not held in as strong a mode. */
function missingOf(held: readonly RowLock[], needed: readonly RowLock[]): RowLock[] {
  const modes = new Map<string, RowLock['mode']>()
  for (const lock of held) if (modes.get(keyOf(lock)) !== 'update') modes.set(keyOf(lock), lock.mode)
  return needed.filter((lock) => {
    const mode = modes.get(keyOf(lock))
    return mode !== 'update' && mode !== lock.mode
  })
}

/** Throws RowsMoved unless all needed locks are held in as strong a mode. */
export function checkLocked(held: readonly RowLock[], needed: readonly RowLock[]): void {
  const missing = missingOf(held, needed)
  if (missing.length > 0) throw new RowsMoved(`not locked: ${missing.map(keyOf).join(', ')}`)
}

/** Returns the lock function of a transaction. It runs no statement for rows that it has locked before. */
export function lockerOf(storage: Storage): Tx['lock'] {
  const held: RowLock[] = []
  return async (locks) => {
    const missing = missingOf(held, locks)
    if (missing.length === 0) return
    await storage.lock(missing)
    held.push(...missing)
  }
}

/**
 * Locks a ticket by its number, and share-locks the rows that its rules depend on.
 *
 * @returns the ticket, undefined when there is none
 */
export async function lockTicket(
  { tickets, lock }: Pick<Tx, 'tickets' | 'lock'>,
  ticketNumber: number,
): Promise<StoredTicket | undefined> {
  const found = await tickets.byNumber(ticketNumber)
  if (!found) return undefined
  await lock(ticketLocks(found))
  const ticket = await tickets.byNumber(ticketNumber)
  if (ticket) checkLocked(ticketLocks(found), ticketLocks(ticket))
  return ticket
}

/**
 * Locks the user of an address for a change.
 *
 * @returns the user, undefined when nobody has the address
 */
export async function lockUserOf(
  { users, lock }: Pick<Tx, 'users' | 'lock'>,
  email: string,
): Promise<StoredUser | undefined> {
  const found = await users.byEmail(email)
  if (!found) return undefined
  await lock([accountLock({ kind: 'user', id: found.id }, 'update')])
  const user = await users.byId(found.id)
  if (user?.email !== found.email) throw new RowsMoved('an account was deleted, or has another address now')
  return user
}

/** Returns the lock of an account. */
export const accountLock = (account: AccountRef, mode: RowLock['mode']): RowLock => ({
  ...accountRow(account),
  mode,
})

/** How often a transaction is tried while rows move. */
const mostTries = 10

/** Runs `work`, which reads rows and then locks them in a transaction. Retries it while rows move in between. */
export async function untilLocked<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RowsMoved) || tries >= mostTries) throw error
    }
  }
}
