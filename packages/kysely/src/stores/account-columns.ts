import type { AccountRef } from '@opensupports/core'

/** An account as two columns, of which one is null. */
export const accountColumns = ({ kind, id }: AccountRef) => ({
  user_id: kind === 'user' ? id : null,
  staff_id: kind === 'staff' ? id : null,
})

/** Reads the account that two such columns name. */
export const accountOf = ({
  user_id,
  staff_id,
}: {
  user_id: number | null
  staff_id: number | null
}): AccountRef => (staff_id === null ? { kind: 'user', id: user_id ?? 0 } : { kind: 'staff', id: staff_id })

/** The name of the column in which the id of an account of this kind is. */
export const accountColumn = ({ kind }: AccountRef) => (kind === 'staff' ? 'staff_id' : 'user_id')

/** The tables whose rows go with their account; no foreign key of 4.11 does that. */
export const accountTables = ['os_session', 'sessioncookie', 'os_pending_address', 'os_known_place'] as const
