import { type Department, type DepartmentStore, sameName } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'
import { bit, isSet } from '../values.js'
import { changesOf } from './statistics/index.js'

const departments = (db: Db) =>
  db.selectFrom('department as d').select((row) => [
    'd.id',
    'd.name',
    'd.private',
    row
      .selectFrom('department_staff as s')
      .whereRef('s.department_id', '=', 'd.id')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .as('owners'),
  ])

interface Row {
  id: number
  name: string
  private: number | null
  owners: number | null
}
const departmentOf = ({ id, name, private: isPrivate, owners }: Row): Department => ({
  id,
  name,
  owners: Number(owners ?? 0),
  private: isSet(isPrivate),
})

const shown = (db: Db) => departments(db).where('d.os_moved_to', 'is', null)
const byId = statement((db, { id }: { id: number }) => shown(db).where('d.id', '=', id))
const all = statement((db) => shown(db).orderBy('d.id'))

export const departmentStore = (db: Db, dialect: Pick<Dialect, 'dates'>): DepartmentStore => ({
  byId: async (id) => (await byId(db, { id })).map(departmentOf)[0],
  async byName(name) {
    const row = (await all(db, {})).find((each) => sameName(each.name ?? '', name))
    return row && departmentOf(row)
  },
  all: async () => (await all(db, {})).map(departmentOf),
  async insert({ name, private: isPrivate }) {
    const row = { name, private: bit(isPrivate), owners: 0, os_moved_to: null }
    const { id } = await db.insertInto('department').values(row).returning('id').executeTakeFirstOrThrow()
    return id
  },
  async update(id, { name, private: isPrivate }) {
    const change = db
      .updateTable('department')
      .set({ name, private: bit(isPrivate) })
      .where('id', '=', id)
    return (await change.executeTakeFirst()).numUpdatedRows > 0
  },
  async remove(id) {
    await changesOf(db, dialect.dates).where(sql`department_id = ${id}`)
    return (await db.deleteFrom('department').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
  },
  async hide(id, into) {
    const target = { os_moved_to: into }
    await db.updateTable('department').set(target).where('os_moved_to', '=', id).execute()
    await db.updateTable('department').set(target).where('id', '=', id).execute()
    await db.deleteFrom('department_staff').where('department_id', '=', id).execute()
  },
  async hidden() {
    const found = db
      .selectFrom('department')
      .select(['id', 'os_moved_to'])
      .where('os_moved_to', 'is not', null)
    const row = await found.orderBy('id').limit(1).executeTakeFirst()
    return row && row.os_moved_to !== null ? { id: row.id, into: Number(row.os_moved_to) } : undefined
  },
  async hasUserTickets(id) {
    const hidden = await db.selectFrom('department').select('id').where('os_moved_to', '=', id).execute()
    for (const each of [id, ...hidden.map((row) => row.id)]) {
      const query = db
        .selectFrom('ticket')
        .where('department_id', '=', each)
        .where('author_id', 'is not', null)
      if ((await query.select(sql<number>`1`.as('one')).limit(1).execute()).length > 0) return true
    }
    return false
  },
})
