import { createHash } from 'node:crypto'
import { Refusal, type Row, row, rows, type Work } from './work.js'

export interface Credentials {
  readonly userId?: number | undefined
  readonly token?: string | undefined
}

/** A signed-in account. */
export interface Caller {
  readonly isStaff: boolean
  readonly id: number
  readonly account: Row
}

export function* callerOf({ userId, token = '' }: Credentials): Work<Caller> {
  const hash = createHash('sha256').update(token).digest('hex')
  const session = yield* row('select * from os_session where token_hash = ?', hash)
  if (!session || Number(session.expires_at) < Date.now()) throw new Refusal('NO_PERMISSION')
  const isStaff = session.staff_id !== null
  const id = Number(isStaff ? session.staff_id : session.user_id)
  const account = isStaff
    ? yield* row('select id, name, email, level, disabled from staff where id = ?', id)
    : yield* row('select id, name, email, disabled, verification_token from "user" where id = ?', id)
  if (id !== userId || !account || account.disabled) throw new Refusal('NO_PERMISSION')
  return { isStaff, id, account }
}

/** Returns the departments of a staff member, as a list for a statement. */
export function* servedBy(caller: Caller): Work<string> {
  if (!caller.isStaff) throw new Refusal('NO_PERMISSION')
  const served = yield* rows('select department_id from department_staff where staff_id = ?', caller.id)
  return served.map(({ department_id }) => Number(department_id)).join(', ')
}
