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
 * What has no row of its own that could be locked: the settings as a whole, whether the helpdesk is installed, who
 * takes an address, who has level 3, who gives positions to events, which addresses are banned, who serves which
 * department, the mails that are in tickets, and names that have to be unique. Storages lock `mailLedger`,
 * `mailTemplates`, `members` and the names of tags, custom fields and API keys themselves.
 */
export type LockName =
  | 'addresses'
  | 'admins'
  | 'apiKeyNames'
  | 'bans'
  | 'customFieldNames'
  | 'departmentNames'
  | 'events'
  | 'installation'
  | 'mailLedger'
  | 'mailTemplates'
  | 'members'
  | 'settings'
  | 'tagNames'

/** Locks are taken in this order by everybody, so that two transactions do not wait for each other: by the alphabet. */
export const lockNames: readonly LockName[] = [
  'addresses',
  'admins',
  'apiKeyNames',
  'bans',
  'customFieldNames',
  'departmentNames',
  'events',
  'installation',
  'mailLedger',
  'mailTemplates',
  'members',
  'settings',
  'tagNames',
]

/** As `lockNames`, for the tables, which come after the names. Rows of one table are locked by id. */
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
 * How a row is locked: `update` by who changes or deletes it, `share` by who decides something on what it says. Many
 * may share a row; nobody changes it meanwhile.
 */
export type LockMode = 'share' | 'update'

/** A row to lock: one of a table, or a name that stands for what has no row. */
export type RowLock =
  | { readonly table: LockableTable; readonly id: number; readonly mode: LockMode }
  | { readonly name: LockName; readonly mode: LockMode }

/** Names a row of a table. */
export interface RowRef {
  readonly table: LockableTable
  readonly id: number
}

/** Returns the row of an account. */
export const accountRow = ({ kind, id }: AccountRef): RowRef => ({
  table: kind === 'staff' ? 'staff' : 'users',
  id,
})

/**
 * Returns what to lock before a ticket changes: the ticket, and, shared, what its rules rest on: department, owner,
 * author.
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

/** Throws: what `lock` does outside a transaction. */
export function refuseLock(): never {
  throw new Error('storage.lock() was called outside a transaction, in which alone a lock lasts')
}
