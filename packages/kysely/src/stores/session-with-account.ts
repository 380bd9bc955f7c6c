import type { SessionAndSettings, SessionWithAccount } from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db, Schema } from '../schema.js'
import { placeholder, shapedStatements } from '../statement.js'
import { accountOf } from './account-columns.js'
import { allSettings, settingsIn } from './settings.js'
import { staffOf } from './staff.js'
import { type UserRow, userOf } from './users.js'

/** The columns that both tables of accounts have. Their names get the first letter of the table. */
interface SharedColumns {
  readonly u_id: number | null
  readonly u_name: string
  readonly u_email: string
  readonly u_password: string
  readonly u_disabled: number | null
  readonly s_id: number | null
  readonly s_name: string
  readonly s_email: string
  readonly s_password: string
  readonly s_disabled: number | null
}

type Shared = 'id' | 'name' | 'email' | 'password' | 'disabled'

interface Row
  extends Omit<Selectable<Schema['os_session']>, 'id' | 'token_hash'>,
    Omit<UserRow, Shared>,
    Omit<Selectable<Schema['staff']>, Shared>,
    SharedColumns {
  readonly departments: string | readonly number[] | null
}

const sessions = shapedStatements({ isSelect: true })

/** Its columns are null if there is no such session. */
interface MaybeRow extends Omit<Row, 'expires_at'> {
  readonly expires_at: number | null
  readonly settings: string | null
}

const columns = (jsonOf: Dialect['jsonOf']) =>
  sql`o.user_id, o.staff_id, o.ticket_number,
    o.expires_at, o.remember_hash, u.id as u_id, u.name as u_name, u.email as u_email, u.password as u_password,
    u.disabled as u_disabled, u.signup_date, u.tickets, u.verification_token, u.not_registered, u.supervisedrelation_id,
    u.os_verification_expires_at, s.id as s_id, s.name as s_name, s.email as s_email, s.password as s_password,
    s.disabled as s_disabled, s.profile_pic, s.level, s.send_email_on_new_ticket, s.last_login,
    (select ${jsonOf('department_id')} from department_staff where staff_id = o.staff_id) as departments`

const accounts = sql`left join ${sql.table('user')} u on u.id = o.user_id left join staff s on s.id = o.staff_id`

const hash = placeholder('tokenHash')

/** Returns a session with its account as it is now. */
export async function sessionWithAccount(
  db: Db,
  { jsonOf }: Pick<Dialect, 'jsonOf'>,
  tokenHash: string,
): Promise<SessionWithAccount | undefined> {
  const [row] = await sessions(
    db,
    'by hash',
    { tokenHash },
    () => sql<Row>`select ${columns(jsonOf)} from os_session o ${accounts} where o.token_hash = ${hash}`,
  )
  return row && sessionOf(row, tokenHash)
}

/** Returns the same, with all settings. Every call of a session does so first, with this one statement. */
export async function sessionAndSettings(
  db: Db,
  { jsonOf, settingsText }: Pick<Dialect, 'jsonOf' | 'settingsText'>,
  tokenHash: string,
): Promise<SessionAndSettings> {
  const [row] = await sessions(
    db,
    'with settings',
    { tokenHash },
    () => sql<MaybeRow>`select (select ${settingsText} from setting) as settings, ${columns(jsonOf)}
      from (select 1 as one) one left join os_session o on o.token_hash = ${hash} ${accounts}`,
  )
  const settings = settingsIn(db, row?.settings ?? null) ?? (await allSettings(db))
  if (!row || row.expires_at === null) return { found: undefined, settings }
  return { found: sessionOf({ ...row, expires_at: row.expires_at }, tokenHash), settings }
}

const sessionOf = (row: Row, tokenHash: string): SessionWithAccount => ({
  session: {
    tokenHash,
    account: accountOf(row),
    ticketNumber: row.ticket_number,
    expiresAt: new Date(row.expires_at),
    ...(row.remember_hash === null ? {} : { rememberHash: row.remember_hash }),
  },
  user: row.u_id === null ? undefined : userIn(row, row.u_id),
  staff: row.s_id === null ? undefined : staffIn(row, row.s_id),
  departmentIds: departmentsIn(row.departments),
})

const userIn = (row: Row, id: number) =>
  userOf({
    id,
    name: row.u_name,
    email: row.u_email,
    password: row.u_password,
    disabled: row.u_disabled,
    signup_date: row.signup_date,
    tickets: row.tickets,
    verification_token: row.verification_token,
    not_registered: row.not_registered,
    supervisedrelation_id: row.supervisedrelation_id,
    os_verification_expires_at: row.os_verification_expires_at,
  })

const staffIn = (row: Row, id: number) =>
  staffOf({
    id,
    name: row.s_name,
    email: row.s_email,
    password: row.s_password,
    disabled: row.s_disabled,
    profile_pic: row.profile_pic,
    level: row.level,
    send_email_on_new_ticket: row.send_email_on_new_ticket,
    last_login: row.last_login,
  })

function departmentsIn(departments: Row['departments']): number[] {
  const ids = typeof departments === 'string' ? (JSON.parse(departments) as number[]) : (departments ?? [])
  return [...ids].sort((a, b) => a - b)
}
