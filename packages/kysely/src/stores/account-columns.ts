import type { AccountRef } from '@opensupports/core'

/** Splits an account reference into its two columns; exactly one of them is null. */
export const accountColumns = ({ kind, id }: AccountRef) => ({
  user_id: kind === 'user' ? id : null,
  staff_id: kind === 'staff' ? id : null,
})

/** Returns the account reference stored in the two columns. */
export const accountOf = ({
  user_id,
  staff_id,
}: {
  user_id: number | null
  staff_id: number | null
}): AccountRef => (staff_id === null ? { kind: 'user', id: user_id ?? 0 } : { kind: 'staff', id: staff_id })

/** Returns the account of a row that may have none. */
export function accountOrNone(userId: number | null, staffId: number | null): AccountRef | null {
  if (userId !== null) return { kind: 'user', id: userId }
  return staffId === null ? null : { kind: 'staff', id: staffId }
}

/** Returns the column that holds the id of an account of this kind. */
export const accountColumn = ({ kind }: AccountRef) => (kind === 'staff' ? 'staff_id' : 'user_id')

/** Tables whose rows are deleted with their account. 4.11 has no foreign keys for this. */
export const accountTables = [
  'os_session',
  'sessioncookie',
  'os_pending_address',
  'os_known_place',
  'os_identity',
] as const
