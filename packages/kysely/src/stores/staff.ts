import type { StaffLevel, StaffStore, StoredStaff } from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import { lockName } from '../locks.js'
import type { Db, Schema } from '../schema.js'
import { statement } from '../statement.js'
import { addressOf, bit, dateOrNull, given, isSet, minuteOrNull } from '../values.js'
import { accountTables } from './account-columns.js'
import { groupBy } from './group-by.js'
import { leaveAuthoredRows } from './leave-authored.js'
import { ownedChangesOf, ownedCounts } from './owned-counts/index.js'
import { lockRow, unlessOvertaken } from './row-locks.js'
import { changesOf } from './statistics/index.js'

type Row = Selectable<Schema['staff']>

const columns = [
  'id',
  'name',
  'email',
  'password',
  'profile_pic',
  'level',
  'send_email_on_new_ticket',
  'last_login',
  'disabled',
] as const

export const staffOf = (row: Row): StoredStaff => ({
  id: row.id,
  name: row.name,
  email: row.email,
  password: row.password,
  profilePic: row.profile_pic,
  level: row.level as StaffLevel,
  sendEmailOnNewTicket: isSet(row.send_email_on_new_ticket),
  lastLogin: dateOrNull(row.last_login),
  disabled: isSet(row.disabled),
})

const byId = statement((db, { id }: { id: number }) =>
  db.selectFrom('staff').select(columns).where('id', '=', id),
)
const byEmail = statement((db, { email }: { email: string }) =>
  db.selectFrom('staff').select(columns).where('email', '=', email),
)
const served = statement((db, { id }: { id: number }) =>
  db
    .selectFrom('department_staff')
    .select('department_id')
    .where('staff_id', '=', id)
    .orderBy('department_id'),
)
const notified = statement((db, { departmentId }: { departmentId: number }) =>
  db
    .selectFrom('staff')
    .select(columns)
    .where('send_email_on_new_ticket', '=', 1)
    .where('id', 'in', (row) =>
      row.selectFrom('department_staff').select('staff_id').where('department_id', '=', departmentId),
    )
    .orderBy('id'),
)

const everyone = statement((db) => db.selectFrom('staff').select(columns).orderBy('id'))
const memberships = statement((db) =>
  db
    .selectFrom('department_staff as m')
    .innerJoin('department as d', 'd.id', 'm.department_id')
    .select(['m.staff_id', 'd.id', 'd.name'])
    .orderBy('d.id'),
)

const ownersOfDepartment = sql<number>`(select count(*) from department_staff s where s.department_id = department.id)`

export function staffStore(db: Db, dialect: Pick<Dialect, 'dates' | 'rowLocks' | 'isDuplicate'>): StaffStore {
  const departmentIds = async (id: number) => (await served(db, { id })).map((row) => row.department_id)
  /** Updates the counter that 4.11 reads. This version counts the memberships instead. */
  const countOwners = () =>
    db
      .updateTable('department')
      .set({ owners: ownersOfDepartment })
      .where(sql<boolean>`coalesce(owners, -1) <> ${ownersOfDepartment}`)
      .execute()
  return {
    byId: async (id) => (await byId(db, { id })).map(staffOf)[0],
    byEmail: async (email) => (await byEmail(db, { email: addressOf(email) })).map(staffOf)[0],
    async existing(ids) {
      if (ids.length === 0) return []
      return (await db.selectFrom('staff').select('id').where('id', 'in', ids).execute()).map(({ id }) => id)
    },
    async count() {
      const { n } = await db
        .selectFrom('staff')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
      return Number(n)
    },
    async countLevel3() {
      const query = db
        .selectFrom('staff')
        .where('level', '=', 3)
        .where((row) => row.or([row('disabled', 'is', null), row('disabled', '=', 0)]))
      const { n } = await query.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
      return Number(n)
    },
    async all() {
      const members = await everyone(db, {})
      const rows = await memberships(db, {})
      const departmentsOf = groupBy(rows, ({ staff_id }) => staff_id)
      const ownersOf = groupBy(rows, ({ id }) => id)
      const counts = new Map((await ownedCounts(db, {})).map((row) => [row.staff_id, row]))
      return members.map((row) => {
        const count = counts.get(row.id)
        return Object.assign(staffOf(row), {
          departments: (departmentsOf.get(row.id) ?? []).map(({ id, name }) => ({
            id,
            name,
            owners: ownersOf.get(id)?.length ?? 0,
          })),
          // Below zero for some minutes, if an older version or 4.11 has changed tickets without adding rows.
          assignedTickets: Math.max(0, Number(count?.assigned ?? 0)),
          closedTickets: Math.max(0, Number(count?.closed ?? 0)),
        })
      })
    },
    toNotify: async (departmentId) => (await notified(db, { departmentId })).map(staffOf),
    async insert({ profilePic, sendEmailOnNewTicket, ...person }) {
      const staff = { ...person, email: addressOf(person.email) }
      if ((await byEmail(db, staff)).length > 0) return undefined
      const row = { ...staff, profile_pic: profilePic, send_email_on_new_ticket: bit(sendEmailOnNewTicket) }
      const insert = db
        .insertInto('staff')
        .values(row)
        .onConflict((clash) => clash.doNothing())
      return (await insert.returning('id').executeTakeFirst())?.id
    },
    async update(id, patch) {
      const email = patch.email === undefined ? undefined : addressOf(patch.email)
      const namesake = email === undefined ? undefined : (await byEmail(db, { email }))[0]
      if (namesake && namesake.id !== id) return false
      const { profilePic, sendEmailOnNewTicket, lastLogin, disabled, ...same } = patch
      const row = given({
        ...same,
        email,
        profile_pic: profilePic,
        send_email_on_new_ticket: sendEmailOnNewTicket === undefined ? undefined : bit(sendEmailOnNewTicket),
        disabled: disabled === undefined ? undefined : bit(disabled),
        last_login: lastLogin === undefined ? undefined : minuteOrNull(lastLogin),
      })
      if (Object.keys(row).length === 0) return (await byId(db, { id })).length > 0
      const change = db
        .updateTable('staff')
        .set(row as never)
        .where('id', '=', id)
      return unlessOvertaken(dialect, async () => (await change.executeTakeFirst()).numUpdatedRows > 0)
    },
    async remove(id) {
      await lockName(db, dialect.rowLocks, 'members')
      if (!(await lockRow(db, dialect, 'staff', id, 'removal'))) return false
      // So that nobody closes a ticket between the count and the change.
      if (dialect.rowLocks)
        await sql`select id from ticket where owner_id = ${id} order by closed, id ${dialect.rowLocks.update}`.execute(
          db,
        )
      await ownedChangesOf(db).leaving(sql`owner_id = ${id}`)
      await db
        .updateTable('ticket')
        .set({ owner_id: null, unread_staff: 1 })
        .where('owner_id', '=', id)
        .execute()
      // His comments lose their author, and are no replies of staff any more.
      await changesOf(db, dialect.dates).where(
        sql`id in (select ticket_id from ticketevent where author_staff_id = ${id} and type = 'COMMENT')`,
      )
      await db.deleteFrom('os_access_token').where('staff_id', '=', id).execute()
      for (const table of accountTables) await db.deleteFrom(table).where('staff_id', '=', id).execute()
      const gone = await db.deleteFrom('staff').where('id', '=', id).executeTakeFirst()
      await countOwners()
      return gone.numDeletedRows > 0
    },
    async releaseOwned(id, limit) {
      const owned = await db
        .selectFrom('ticket')
        .select(['id', 'ticket_number'])
        .where('owner_id', '=', id)
        // The index of owners has them in this order. If they were asked for in the order of their ids, a planner might read
        // all tickets.
        .orderBy('closed')
        .orderBy('id')
        .limit(limit)
        .modifyEnd(dialect.rowLocks?.update ?? sql``)
        .execute()
      if (owned.length === 0) return []
      const ids = owned.map((row) => row.id)
      await ownedChangesOf(db).leaving(sql`id in (${sql.join(ids)})`)
      await db.updateTable('ticket').set({ owner_id: null, unread_staff: 1 }).where('id', 'in', ids).execute()
      return owned.map(({ ticket_number }) => Number(ticket_number))
    },
    async leaveAuthored(id, limit) {
      const author = { column: 'author_staff_id', id } as const
      const events = await leaveAuthoredRows(db, 'ticketevent', author, limit)
      if (events.length > 0) {
        // These comments are no replies of staff any more.
        const comments = sql`select ticket_id from ticketevent where id in (${sql.join(events)}) and type = 'COMMENT'`
        await changesOf(db, dialect.dates).where(sql`id in (${comments})`)
      }
      const tickets = await leaveAuthoredRows(db, 'ticket', author, limit)
      const logs = await leaveAuthoredRows(db, 'log', author, limit)
      const linked = db.selectFrom('staff_ticket').select('id').where('staff_id', '=', id).limit(limit)
      const links = (await linked.execute()).map((row) => row.id)
      if (links.length > 0) await db.deleteFrom('staff_ticket').where('id', 'in', links).execute()
      return [events, tickets, logs, links].every((found) => found.length < limit)
    },
    departmentIds,
    async setDepartments(staffId, ids) {
      await lockName(db, dialect.rowLocks, 'members')
      await db.deleteFrom('department_staff').where('staff_id', '=', staffId).execute()
      const rows = [...new Set(ids)].map((department_id) => ({ department_id, staff_id: staffId }))
      if (rows.length > 0) await db.insertInto('department_staff').values(rows).execute()
      await countOwners()
    },
  }
}
