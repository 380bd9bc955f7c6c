import { type Department, type DepartmentStore, sameName } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'
import { bit, isSet } from '../values.js'
import { inParts } from './in-parts.js'
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

const byId = statement((db, { id }: { id: number }) => departments(db).where('d.id', '=', id))
const all = statement((db) => departments(db).orderBy('d.id'))

export const departmentStore = (
  db: Db,
  dialect: Pick<Dialect, 'blocksEventLoop' | 'dates'>,
): DepartmentStore => ({
  byId: async (id) => (await byId(db, { id })).map(departmentOf)[0],
  async byName(name) {
    const row = (await all(db, {})).find((each) => sameName(each.name ?? '', name))
    return row && departmentOf(row)
  },
  all: async () => (await all(db, {})).map(departmentOf),
  async insert({ name, private: isPrivate }) {
    const row = { name, private: bit(isPrivate), owners: 0 }
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
  async moveTickets(from, to) {
    await inParts(dialect, 200, async (limit) => {
      const all = db.selectFrom('ticket').select('id').where('department_id', '=', from)
      const move = db.updateTable('ticket').set({ department_id: to })
      const some =
        limit === undefined
          ? move.where('department_id', '=', from)
          : move.where('id', 'in', all.limit(limit))
      return Number((await some.executeTakeFirst()).numUpdatedRows)
    })
    // After the update, which may move tickets that came meanwhile.
    await changesOf(db, dialect.dates).where(sql`department_id = ${to}`)
  },
  async hasUserTickets(id) {
    const query = db.selectFrom('ticket').where('department_id', '=', id).where('author_id', 'is not', null)
    return (await query.select(sql<number>`1`.as('one')).limit(1).execute()).length > 0
  },
})
