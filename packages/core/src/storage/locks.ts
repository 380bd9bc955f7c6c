import type { AccountRef } from './accounts.js'
import type { StoredTicket } from './tickets.js'

/** The tables whose rows can be locked by id, named after their stores. */
export type LockableTable =
  | 'departments'
  | 'staff'
  | 'users'
  | 'tickets'
  | 'tags'
  | 'topics'
  | 'articles'
  | 'customFields'
  | 'customResponses'
  | 'apiKeys'

/**
 * Locks for state without a row of its own: the settings as a whole, whether the helpdesk is installed, address
 * ownership, members of level 3, positions of events, banned addresses, the running import, department members, mails
 * in tickets, corrections of the numbers of tickets that staff own, webhooks, and unique names. Storages themselves take
 * `mailLedger`, `mailTemplates`, `members`, `ownedCounts` and the names of tags, custom fields and API keys.
 */
export type LockName =
  | 'addresses'
  | 'admins'
  | 'apiKeyNames'
  | 'bans'
  | 'customFieldNames'
  | 'departmentNames'
  | 'events'
  | 'imports'
  | 'installation'
  | 'mailLedger'
  | 'mailTemplates'
  | 'members'
  | 'ownedCounts'
  | 'settings'
  | 'tagNames'
  | 'webhooks'

/** The order in which every transaction takes these locks, to avoid deadlocks: alphabetical. */
export const lockNames: readonly LockName[] = [
  'addresses',
  'admins',
  'apiKeyNames',
  'bans',
  'customFieldNames',
  'departmentNames',
  'events',
  'imports',
  'installation',
  'mailLedger',
  'mailTemplates',
  'members',
  'ownedCounts',
  'settings',
  'tagNames',
  'webhooks',
]

/** The order for tables, which follow the names. Rows of one table are locked by id. */
export const lockableTables: readonly LockableTable[] = [
  'departments',
  'staff',
  'users',
  'tickets',
  'tags',
  'topics',
  'articles',
  'customFields',
  'customResponses',
  'apiKeys',
]

/**
 * The mode of a row lock: `update` to change or delete the row, `share` to rely on its content. Several transactions
 * may share a row; none can change it meanwhile.
 */
export type LockMode = 'share' | 'update'

/** A lock to take: on a row of a table, or on a name. */
export type RowLock =
  | { readonly table: LockableTable; readonly id: number; readonly mode: LockMode }
  | { readonly name: LockName; readonly mode: LockMode }

/** Returns the lock of a table row. */
export interface RowRef {
  readonly table: LockableTable
  readonly id: number
}

/** Returns the lock of an account's row. */
export const accountRow = ({ kind, id }: AccountRef): RowRef => ({
  table: kind === 'staff' ? 'staff' : 'users',
  id,
})

/**
 * Returns the locks to take before a ticket changes: the ticket itself, and shared ones on what its permissions depend
 * on: department, owner and author.
 */
export const ticketLocks = ({
  id,
  department,
  owner,
  author,
}: Pick<StoredTicket, 'id' | 'department' | 'owner' | 'author'>): RowLock[] => [
  { table: 'tickets', id, mode: 'update' },
  ...(department ? [{ table: 'departments' as const, id: department.id, mode: 'share' as const }] : []),
  ...(owner ? [{ ...accountRow(owner), mode: 'share' as const }] : []),
  ...(author ? [{ ...accountRow(author), mode: 'share' as const }] : []),
]

/** Throws: `lock` was called outside a transaction. */
export function refuseLock(): never {
  throw new Error('storage.lock() was called outside a transaction: locks last until the end of one')
}
