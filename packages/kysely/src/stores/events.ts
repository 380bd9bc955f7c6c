import type { AccountKind, EventStore, NewHelpdeskEvent } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import { lockName } from '../locks.js'
import type { Db } from '../schema.js'
import { rowsStatement } from '../statement.js'
import { insertRows } from './insert-rows.js'
import { removeInParts } from './remove-in-parts.js'

export interface NewEventRow {
  position: null
  name: string
  by_kind: AccountKind | null
  by_id: number | null
  at: number
  payload: string
}
const addEvents = rowsStatement((db, rows: readonly NewEventRow[]) => db.insertInto('os_event').values(rows))

export const eventRow = ({ name, by, at, payload }: NewHelpdeskEvent): NewEventRow => ({
  position: null,
  name,
  by_kind: by?.kind ?? null,
  by_id: by?.id ?? null,
  at: at.getTime(),
  payload,
})

export const eventStore = (db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): EventStore => ({
  add: (events) => insertRows(events.map(eventRow), (rows) => addEvents(db, rows)),
  async position(limit) {
    await lockName(db, rowLocks, 'events')
    const waiting = await db
      .selectFrom('os_event')
      .select('id')
      .where('position', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute()
    if (waiting.length === 0) return 0
    const { last } = await db
      .selectFrom('os_event')
      .select(({ fn }) => fn.max('position').as('last'))
      .executeTakeFirstOrThrow()
    // Inlined as literals: PostgreSQL infers the type text for parameters in a `case`. Both are numbers, so this is
    // safe.
    const place = (index: number) => sql.lit(Number(last ?? 0) + index + 1)
    const cases = waiting.map(({ id }, index) => sql`when ${sql.lit(Number(id))} then ${place(index)}`)
    await db
      .updateTable('os_event')
      .set({ position: sql<number>`case id ${sql.join(cases, sql` `)} end` })
      .where(
        'id',
        'in',
        waiting.map(({ id }) => id),
      )
      .execute()
    return waiting.length
  },
  async after(position, limit) {
    const rows = await db
      .selectFrom('os_event')
      .selectAll()
      .where('position', '>', position)
      .orderBy('position')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      position: Number(row.position),
      name: row.name,
      by: row.by_kind === null ? null : { kind: row.by_kind as AccountKind, id: Number(row.by_id) },
      at: new Date(Number(row.at)),
      payload: row.payload,
    }))
  },
  async range() {
    // Databases take one end from the index, but read all of it for both.
    const end = (name: 'min' | 'max') =>
      db
        .selectFrom('os_event')
        .select(({ fn }) => fn[name]('position').as('end'))
        .executeTakeFirstOrThrow()
    const first = (await end('min')).end
    const last = (await end('max')).end
    return first === null || last === null ? undefined : { first: Number(first), last: Number(last) }
  },
  async removeBefore(date) {
    const { last } = await db
      .selectFrom('os_event')
      .select(({ fn }) => fn.max('position').as('last'))
      .executeTakeFirstOrThrow()
    const old = sql<boolean>`${sql.ref('at')} < ${date.getTime()} and ${sql.ref('position')} < ${Number(last ?? 0)}`
    await removeInParts(db, 'os_event', old)
  },
})
