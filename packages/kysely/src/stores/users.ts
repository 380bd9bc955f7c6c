import type { CustomFieldValue, StoredUser, UserStore } from '@opensupports/core'
import { sql } from 'kysely'
import { type Dialect, mostCounted } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { lateStatement, listStatement, statement } from '../statement.js'
import { addressOf, bit, dateOf, given, isSet, minuteOf } from '../values.js'
import { accountTables } from './account-columns.js'
import { leaveAuthoredRows } from './leave-authored.js'
import { lockRow, unlessOvertaken } from './row-locks.js'

const columns = [
  'id',
  'email',
  'password',
  'name',
  'signup_date',
  'tickets',
  'verification_token',
  'disabled',
  'not_registered',
  'supervisedrelation_id',
  'os_verification_expires_at',
] as const

export interface UserRow {
  id: number
  email: string
  password: string
  name: string
  signup_date: number | null
  tickets: number | null
  verification_token: string | null
  disabled: number | null
  not_registered: number | null
  supervisedrelation_id: number | null
  os_verification_expires_at: number | null
}

export const userOf = (row: UserRow): StoredUser => ({
  id: row.id,
  email: row.email,
  password: row.password,
  name: row.name,
  signupDate: dateOf(row.signup_date),
  tickets: row.tickets ?? 0,
  verificationToken: row.verification_token,
  disabled: row.disabled === null ? null : isSet(row.disabled),
  notRegistered: isSet(row.not_registered),
  supervisor: row.supervisedrelation_id !== null,
  ...(row.os_verification_expires_at === null
    ? {}
    : { verificationExpiresAt: new Date(row.os_verification_expires_at) }),
})

const byId = statement((db, { id }: { id: number }) =>
  db.selectFrom('user').select(columns).where('id', '=', id),
)
const byEmail = statement((db, { email }: { email: string }) =>
  db.selectFrom('user').select(columns).where('email', '=', email),
)
/** Adds to the counter, and sets it to 0 if it is below `least`: the column is unsigned in MySQL. */
const addTickets = lateStatement(
  (db, { id, difference, least }: { id: number; difference: number; least: number }) =>
    db
      .updateTable('user')
      .set({
        tickets: sql<number>`case when coalesce(tickets, 0) >= ${least} then coalesce(tickets, 0) + ${difference} else 0 end`,
      })
      .where('id', '=', id),
)
const supervises = statement((db, { supervisorId, userId }: { supervisorId: number; userId: number }) =>
  db
    .selectFrom('supervisedrelation_user as l')
    .innerJoin('user as s', 's.supervisedrelation_id', 'l.supervisedrelation_id')
    .where('s.id', '=', supervisorId)
    .where('l.user_id', '=', userId)
    .select('l.id'),
)

const valuesByUsers = listStatement((db, ids) =>
  db
    .selectFrom('customfieldvalue as v')
    .leftJoin('customfield as f', 'f.id', 'v.customfield_id')
    .leftJoin('customfieldoption as o', 'o.id', 'v.customfieldoption_id')
    .select(['v.id', 'v.value', 'v.user_id', 'f.name as field', 'o.id as option_id', 'o.name as option_name'])
    .where('v.user_id', 'in', ids)
    .orderBy('v.customfield_id')
    .orderBy('v.id'),
)

/** Returns the custom field values by user, in the order of the fields. Runs one statement. */
export async function customFieldValuesOf(
  db: Db,
  userIds: readonly number[],
): Promise<Map<number, CustomFieldValue[]>> {
  const values = new Map<number, CustomFieldValue[]>(userIds.map((id) => [id, []]))
  const rows = await valuesByUsers(db, userIds)
  for (const { id, value, user_id, field, option_id, option_name } of rows) {
    const option = option_id === null ? null : { id: option_id, name: option_name ?? '' }
    values.get(user_id)?.push({ id, customfield: field, value, customfieldoption: option })
  }
  return values
}

export function userStore(db: Db, dialect: Pick<Dialect, 'text' | 'rowLocks' | 'isDuplicate'>): UserStore {
  const { holds, startsWith } = dialect.text
  const one = async (id: number) => (await byId(db, { id })).map(userOf)[0]
  return {
    byId: one,
    byEmail: async (email) => (await byEmail(db, { email: addressOf(email) })).map(userOf)[0],
    async byIds(ids) {
      if (ids.length === 0) return []
      return (await db.selectFrom('user').select(columns).where('id', 'in', ids).execute()).map(userOf)
    },
    async insert({ signupDate, verificationToken, verificationExpiresAt, notRegistered, ...person }) {
      const user = { ...person, email: addressOf(person.email) }
      if ((await byEmail(db, user)).length > 0) return undefined
      const row = {
        ...user,
        signup_date: minuteOf(signupDate),
        tickets: 0,
        verification_token: verificationToken,
        not_registered: notRegistered ? 1 : null,
        os_verification_expires_at: verificationExpiresAt?.getTime() ?? null,
      }
      const insert = db
        .insertInto('user')
        .values(row)
        .onConflict((clash) => clash.doNothing())
      return (await insert.returning('id').executeTakeFirst())?.id
    },
    async update(id, patch) {
      const email = patch.email === undefined ? undefined : addressOf(patch.email)
      const namesake = email === undefined ? undefined : (await byEmail(db, { email }))[0]
      if (namesake && namesake.id !== id) return false
      const { signupDate, verificationToken, verificationExpiresAt, notRegistered, disabled, ...same } = patch
      const row = given({
        ...same,
        email,
        os_verification_expires_at: verificationExpiresAt?.getTime(),
        signup_date: signupDate && minuteOf(signupDate),
        verification_token: verificationToken,
        not_registered: notRegistered === undefined ? undefined : notRegistered ? 1 : null,
        disabled: typeof disabled === 'boolean' ? bit(disabled) : disabled,
      })
      if (Object.keys(row).length === 0) return (await one(id)) !== undefined
      const change = db
        .updateTable('user')
        .set(row as never)
        .where('id', '=', id)
      return unlessOvertaken(dialect, async () => (await change.executeTakeFirst()).numUpdatedRows > 0)
    },
    async addTickets(id, difference) {
      await addTickets(db, { id, difference, least: Math.max(0, -difference) })
    },
    async list({ orderBy, desc, search, offset, limit }) {
      const found =
        search === undefined
          ? sql<boolean>`1 = 1`
          : sql<boolean>`(${holds('name', search)} or ${holds('email', search)})`
      const counted = db
        .selectFrom('user')
        .select('id')
        .where(found as never)
        .limit(mostCounted)
      const { n } = await db
        .selectFrom(counted.as('c'))
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      const rank = (text: string) =>
        sql`case when ${startsWith('name', text)} or ${startsWith('email', text)} then 0 else 1 end`
      const rows = await db
        .selectFrom('user')
        .select(columns)
        .where(found as never)
        .$if(search !== undefined, (query) => query.orderBy(rank(search ?? '')))
        .orderBy(orderBy, desc ? 'desc' : 'asc')
        .orderBy('id')
        .offset(offset)
        .limit(limit)
        .execute()
      // Pages behind the bound are not empty.
      const total = Math.max(Number(n), rows.length > 0 ? offset + rows.length : 0)
      return { users: rows.map(userOf), total, totalIsExact: Number(n) < mostCounted }
    },
    async remove(id) {
      if (!(await lockRow(db, dialect, 'user', id, 'removal'))) return false
      const relation = (await byId(db, { id }))[0]?.supervisedrelation_id
      for (const table of accountTables) await db.deleteFrom(table).where('user_id', '=', id).execute()
      const gone = await db.deleteFrom('user').where('id', '=', id).executeTakeFirst()
      if (relation) await db.deleteFrom('supervisedrelation').where('id', '=', relation).execute()
      return gone.numDeletedRows > 0
    },
    async leaveAuthored(id, limit) {
      const author = { column: 'author_user_id', id } as const
      const events = await leaveAuthoredRows(db, 'ticketevent', author, limit)
      const logs = await leaveAuthoredRows(db, 'log', author, limit)
      return events.length < limit && logs.length < limit
    },
    async removeAll() {
      for (const table of accountTables) await db.deleteFrom(table).where('user_id', 'is not', null).execute()
      await db.deleteFrom('recoverpassword').where(sql<boolean>`coalesce(staff, 0) = 0`).execute()
      // Foreign keys delete or clear every other reference to users.
      await db.deleteFrom('user').execute()
      await db.deleteFrom('supervisedrelation').execute()
    },
    async removeFirst(limit) {
      const page = db.selectFrom('user').select(['id', 'supervisedrelation_id']).orderBy('id').limit(limit)
      const gone = await page.execute()
      const last = gone.at(-1)?.id
      if (last === undefined) return []
      const emails = db.selectFrom('user').select('email').where('id', '<=', last)
      for (const table of accountTables) await db.deleteFrom(table).where('user_id', '<=', last).execute()
      const tokens = db.deleteFrom('recoverpassword').where(sql<boolean>`coalesce(staff, 0) = 0`)
      await tokens.where('email', 'in', emails).execute()
      await db.deleteFrom('user').where('id', '<=', last).execute()
      const relations = gone.flatMap((user) => user.supervisedrelation_id ?? [])
      if (relations.length > 0)
        await db.deleteFrom('supervisedrelation').where('id', 'in', relations).execute()
      return gone.map(({ id }) => id)
    },

    customFieldValues: async (userId) => (await customFieldValuesOf(db, [userId])).get(userId) ?? [],
    async setCustomFieldValues(userId, values) {
      if (!(await lockRow(db, dialect, 'user', userId, 'update'))) return
      await db.deleteFrom('customfieldvalue').where('user_id', '=', userId).execute()
      const rows = values.map(({ fieldId, value, optionId }) => ({
        value,
        user_id: userId,
        customfield_id: fieldId,
        customfieldoption_id: optionId,
      }))
      if (rows.length > 0) await db.insertInto('customfieldvalue').values(rows).execute()
    },

    supervises: async (supervisorId, userId) => (await supervises(db, { supervisorId, userId })).length > 0,
    async supervised(supervisorId) {
      const users = await db
        .selectFrom('user')
        .select(columns)
        .where('id', 'in', (row) =>
          row
            .selectFrom('supervisedrelation_user as l')
            .innerJoin('user as s', 's.supervisedrelation_id', 'l.supervisedrelation_id')
            .where('s.id', '=', supervisorId)
            .select('l.user_id'),
        )
        .orderBy('id')
        .execute()
      const values = await customFieldValuesOf(
        db,
        users.map(({ id }) => id),
      )
      return users.map((row) => ({ ...userOf(row), customfields: values.get(row.id) ?? [] }))
    },
    async setSupervised(supervisorId, userIds) {
      if (!(await lockRow(db, dialect, 'user', supervisorId, 'update'))) return
      const supervisor = (await byId(db, { id: supervisorId }))[0]
      if (!supervisor) return
      let relation = supervisor.supervisedrelation_id
      if (relation === null) {
        relation = (
          await db.insertInto('supervisedrelation').defaultValues().returning('id').executeTakeFirstOrThrow()
        ).id
        await db
          .updateTable('user')
          .set({ supervisedrelation_id: relation })
          .where('id', '=', supervisorId)
          .execute()
      }
      const supervisedrelation_id = relation
      await db.deleteFrom('supervisedrelation_user').where('supervisedrelation_id', '=', relation).execute()
      const rows = [...new Set(userIds)].map((user_id) => ({ user_id, supervisedrelation_id }))
      if (rows.length > 0) await db.insertInto('supervisedrelation_user').values(rows).execute()
    },
  }
}
