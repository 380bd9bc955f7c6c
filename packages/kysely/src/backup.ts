import { setImmediate as nextTurn } from 'node:timers/promises'
import { type BackupPart, type BackupStore, type BackupValue, OpenSupportsError } from '@opensupports/core'
import { type CompiledQuery, sql } from 'kysely'
import type { BackupEngine } from './dialects/backup-engine.js'
import type { Dialect } from './dialects/dialect.js'
import { lockName } from './locks.js'
import { addressTables } from './migrations/index.js'
import { tablesOf411 } from './migrations/tables.js'
import { anyTable, type Db } from './schema.js'
import { addressOf } from './values.js'

/** As many rows are read in a statement: SQLite holds everybody else up until it is done. */
const partRows = 100
/** All databases take as many in a statement. */
const parametersAtOnce = 2000
/** In characters: with longer texts fewer rows are written in a statement. */
const textAtOnce = 65_536

/** What the database keeps for itself: the migrator's, rows to lock, events for other
 * processes, and the search index, which fills itself. */
const ownBusiness = /^os_(migration|lock|event|ticket_text|comment_text)/

interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  /** `id`, or what rows without one have in their first column. */
  readonly key: string
}

/** The tables as they are, those first that others point to. */
async function tablesOf(db: Db, { schema: own }: BackupEngine): Promise<TableShape[]> {
  const places = new Map(tablesOf411.map(({ name }, place) => [name, place]))
  const found = (await db.introspection.getTables()).filter(
    ({ name, isView, schema }) =>
      !isView &&
      (own === undefined || schema === own) &&
      (places.has(name) || (name.startsWith('os_') && !ownBusiness.test(name))),
  )
  const placeOf = (name: string) => places.get(name) ?? places.size
  return found
    .map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }))
    .map((table) => ({ ...table, key: table.columns.includes('id') ? 'id' : (table.columns[0] ?? '') }))
    .sort((one, other) => placeOf(one.name) - placeOf(other.name) || (one.name < other.name ? -1 : 1))
}

/** What a restore has begun to read. */
const begun = new WeakSet<AsyncIterable<BackupPart>>()

export function backupStore(
  db: Db,
  { backup: engine, rowLocks }: Pick<Dialect, 'backup' | 'rowLocks'>,
): BackupStore {
  return {
    async *parts() {
      // It sees one moment already.
      if (db.isTransaction) {
        yield* partsOf(db, engine)
        return
      }
      const snapshot = await engine.snapshot(db)
      const read: BackupPart[] = []
      try {
        if (!engine.oneConnection) yield* partsOf(snapshot.db, engine)
        else for await (const part of partsOf(snapshot.db, engine)) read.push(part)
      } finally {
        await snapshot.close()
      }
      yield* read
    },
    async restore(parts) {
      await lockName(db, rowLocks, 'installation')
      const tables = new Map((await tablesOf(db, engine)).map((table) => [table.name, table]))
      for (const { name } of tables.values()) {
        const some = anyTable(db).selectFrom(name).select(sql<number>`1`.as('one')).limit(1)
        if (name !== 'os_attempt' && (await some.execute()).length > 0) return false
      }
      // A transaction that clashed begins again, and what was read is gone by then.
      if (begun.has(parts)) throw new Error('the restore clashed with something else: run it again')
      begun.add(parts)
      await db.deleteFrom('os_attempt').execute()
      const inserters = new Map<string, Inserter>()
      for await (const { table, columns, rows, lastId } of parts) {
        const shape = tables.get(table)
        if (!shape) {
          if (rows.length === 0) continue
          throw new OpenSupportsError('INVALID_BACKUP', {
            cause: new Error(`There is no table ${table} here`),
          })
        }
        const insert = inserters.get(table) ?? inserter(db, shape, columns)
        inserters.set(table, insert)
        await insert(rows)
        if (lastId !== null) await engine.setLastId(db, table, lastId)
      }
      await engine.analyze?.(db)
      return true
    },
  }
}

async function* partsOf(db: Db, engine: BackupEngine): AsyncGenerator<BackupPart> {
  const lastIds = await engine.lastIds(db)
  for (const { name, columns, key } of await tablesOf(db, engine)) {
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

/** Writes rows, many at once where they are short. The statement of each size is compiled once. */
function inserter(db: Db, { name, columns: known }: TableShape, columns: readonly string[]): Inserter {
  const places = columns.flatMap((column, place) => (known.includes(column) ? [place] : []))
  const atOnce = Math.max(1, Math.floor(parametersAtOnce / Math.max(1, places.length)))
  const sizes = [atOnce, Math.ceil(atOnce / 8), 1]
  const compiled = (count: number): CompiledQuery => {
    const row = Object.fromEntries(places.map((place) => [columns[place], null]))
    // The values are parameters, all of them, in this order.
    return anyTable(db)
      .insertInto(name)
      .values(Array.from({ length: count }, () => row))
      .compile()
  }
  // Backups of older versions have addresses as people wrote them.
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

/** Whether there are as many rows from one place on, and their texts are short enough for a statement. */
const fits = (rows: BackupPart['rows'], start: number, count: number): boolean =>
  start + count <= rows.length && lengthOf(rows.slice(start, start + count)) <= textAtOnce

const lengthOf = (rows: BackupPart['rows']): number =>
  rows.reduce(
    (sum, row) =>
      row.reduce<number>((all, value) => all + (typeof value === 'string' ? value.length : 0), sum),
    0,
  )
