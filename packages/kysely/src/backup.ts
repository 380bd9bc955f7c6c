import { setImmediate as nextTurn } from 'node:timers/promises'
import { type BackupPart, type BackupStore, type BackupValue, OpenSupportsError } from '@opensupports/core'
import { type Tables, tables } from '@opensupports/core/schema'
import { type CompiledQuery, sql } from 'kysely'
import { addressTables } from './ddl/index.js'
import type { BackupEngine } from './dialects/backup-engine.js'
import type { Dialect } from './dialects/dialect.js'
import { lockName } from './locks.js'
import { anyTable, type Db } from './schema.js'
import { recountAll } from './stores/recount-all.js'
import { addressOf } from './values.js'

/** Rows read per statement. SQLite blocks the event loop during a statement. */
const partRows = 100
/** A number of parameters that all databases accept in a statement. */
const parametersAtOnce = 2000
/** In characters. With longer texts, a statement writes fewer rows. */
const textAtOnce = 65_536

interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: string
}

const tablesOf = (tables: Tables): TableShape[] =>
  Object.entries(tables).flatMap(([name, { columns, key = 'id', backup }]) =>
    backup === false ? [] : { name, columns: Object.keys(columns), key },
  )

/** Besides the largest number that fits, rows are inserted in these numbers, so that few statements are compiled. */
const usualSizes = [partRows, 64, 32, 16, 8, 4, 2, 1]

/** The part of a backup that a restore has read last. */
const begun = new WeakSet<AsyncIterable<BackupPart>>()

export function backupStore(
  db: Db,
  { backup: engine, rowLocks, dates }: Pick<Dialect, 'backup' | 'rowLocks' | 'dates'>,
  described: Tables = tables,
): BackupStore {
  return {
    async *parts() {
      // The transaction is a snapshot already.
      if (db.isTransaction) {
        yield* partsOf(db, engine, described)
        return
      }
      const snapshot = await engine.snapshot(db)
      const read: BackupPart[] = []
      try {
        if (!engine.oneConnection) yield* partsOf(snapshot.db, engine, described)
        else for await (const part of partsOf(snapshot.db, engine, described)) read.push(part)
      } finally {
        await snapshot.close()
      }
      yield* read
    },
    async restore(parts) {
      await lockName(db, rowLocks, 'installation')
      const shapes = new Map(tablesOf(described).map((table) => [table.name, table]))
      for (const { name } of shapes.values()) {
        const some = anyTable(db).selectFrom(name).select(sql<number>`1`.as('one')).limit(1)
        if (name !== 'os_attempt' && (await some.execute()).length > 0) return false
      }
      // A deadlocked transaction would be retried, but the stream is consumed by then.
      if (begun.has(parts)) throw new Error('the restore clashed with another transaction: run it again')
      begun.add(parts)
      await db.deleteFrom('os_attempt').execute()
      await engine.prepare?.(db)
      await db.deleteFrom('os_statistic').execute()
      const inserters = new Map<string, Inserter>()
      const lastIds = new Map<string, number>()
      for await (const { table, columns, rows, lastId } of parts) {
        const shape = shapes.get(table)
        if (!shape) {
          if (rows.length === 0) continue
          throw new OpenSupportsError('INVALID_BACKUP', {
            cause: new Error(`There is no table ${table} here`),
          })
        }
        const insert = inserters.get(table) ?? inserter(db, shape, columns)
        inserters.set(table, insert)
        await insert(rows)
        if (lastId !== null) lastIds.set(table, lastId)
      }
      for (const [table, lastId] of lastIds) await engine.setLastId(db, table, lastId)
      await recountAll(db, { dates, rowLocks })
      await engine.finish?.(db)
      return true
    },
  }
}

async function* partsOf(db: Db, engine: BackupEngine, described: Tables): AsyncGenerator<BackupPart> {
  const lastIds = await engine.lastIds(db)
  for (const { name, columns, key } of tablesOf(described)) {
    const lastId = key === 'id' ? (lastIds.get(name) ?? 0) : null
    const all = anyTable(db).selectFrom(name).select(columns).orderBy(key).limit(partRows)
    let last: BackupValue | undefined
    do {
      const found = await (last === undefined ? all : all.where(key, '>', last)).execute()
      const rows = found.map((row) => columns.map((column) => row[column] ?? null))
      if (rows.length > 0 || last === undefined) yield { table: name, columns, rows, lastId }
      last = rows.length < partRows ? undefined : found.at(-1)?.[key]
      await nextTurn()
    } while (last !== undefined)
  }
}

type Inserter = (rows: BackupPart['rows']) => Promise<void>

/** Writes rows, many per statement if they are short. Compiles the statement once per size. */
function inserter(db: Db, { name, columns: known }: TableShape, columns: readonly string[]): Inserter {
  const places = columns.flatMap((column, place) => (known.includes(column) ? [place] : []))
  const atOnce = Math.max(1, Math.floor(parametersAtOnce / Math.max(1, places.length)))
  const sizes = [atOnce, ...usualSizes.filter((size) => size < atOnce)]
  const compiled = (count: number): CompiledQuery => {
    const row = Object.fromEntries(places.map((place) => [columns[place], null]))
    // All values are parameters, in this order.
    return anyTable(db)
      .insertInto(name)
      .values(Array.from({ length: count }, () => row))
      .compile()
  }
  // Older versions stored addresses with upper-case letters.
  const address = addressTables.some((table) => table === name) ? columns.indexOf('email') : -1
  const kept = (value: BackupValue, place: number) =>
    place === address && typeof value === 'string' ? addressOf(value) : value
  const queries = new Map<number, CompiledQuery>()
  return async (rows) => {
    if (places.length === 0) return
    for (let start = 0; start < rows.length; ) {
      const count = sizes.find((size) => size === 1 || fits(rows, start, size)) ?? 1
      const query = queries.get(count) ?? compiled(count)
      queries.set(count, query)
      const parameters = rows
        .slice(start, start + count)
        .flatMap((row) => places.map((place) => kept(row[place] ?? null, place)))
      await db.executeQuery({ ...query, parameters })
      start += count
      await nextTurn()
    }
  }
}

/** Returns whether `count` rows follow `start` and their texts fit in one statement. */
const fits = (rows: BackupPart['rows'], start: number, count: number): boolean =>
  start + count <= rows.length && lengthOf(rows.slice(start, start + count)) <= textAtOnce

const lengthOf = (rows: BackupPart['rows']): number =>
  rows.reduce(
    (sum, row) =>
      row.reduce<number>((all, value) => all + (typeof value === 'string' ? value.length : 0), sum),
    0,
  )
