import { OpenSupportsError } from '../../errors.js'
import { nextTurn } from '../../platform/index.js'
import { type Tables as Described, tables as describedTables } from '../../schema/index.js'
import type { BackupPart, BackupStore, BackupValue } from '../index.js'
import type { Around, Values } from './backup-columns.js'
import {
  aroundOf,
  backupTables,
  type Derived,
  type Snapshot,
  type TableName,
  type Whole,
} from './backup-tables.js'
import type { Table } from './table.js'
import type { Tables } from './tables.js'

/** How many rows are processed before yielding to the event loop. */
const partRows = 100

type AnyRow = Readonly<Record<string, unknown>> & { readonly id: number }
type Filled = readonly {
  readonly table: Table<AnyRow>
  readonly rows: readonly AnyRow[]
  readonly lastId: number
}[]

/** @param run makes a call in a transaction, once no other one is running */
export function backupStore(
  tables: Tables,
  run: <T>(call: () => T | Promise<T>) => Promise<T>,
  described: Described = describedTables,
): BackupStore {
  const { by, ...all } = tables
  const kept = all as unknown as Record<TableName, Table<AnyRow>>

  const snapshot = () =>
    Object.fromEntries(
      Object.entries(kept).map(([name, table]) => [name, { rows: table.all(), lastId: table.lastId }]),
    ) as unknown as Snapshot
  const isEmpty = () => Object.entries(kept).every(([name, { size }]) => size === 0 || name === 'attempts')

  return {
    async *parts() {
      // Rows are replaced, never mutated, so these references are a snapshot.
      const now = await run(snapshot)
      const around = aroundOf(now)
      for (const [name, shape] of backupTables(described)) {
        for (const part of partsOf(name, shape, now, around)) {
          yield part
          await nextTurn()
        }
      }
    },
    async restore(parts) {
      if (!(await run(isEmpty))) return false
      const filled = await rowsOf(parts, kept, backupTables(described))
      return run(async () => {
        if (!isEmpty()) return false
        kept.attempts.removeAll(kept.attempts.all())
        for (const { table, rows, lastId } of filled) {
          for (let start = 0; start === 0 || start < rows.length; start += partRows) {
            table.fill(rows.slice(start, start + partRows), lastId)
            await nextTurn()
          }
        }
        return true
      })
    },
  }
}

function* partsOf(
  name: TableName,
  shape: Whole | Derived,
  snapshot: Snapshot,
  around: Around,
): Generator<BackupPart> {
  const { table } = shape
  if ('rows' in shape) {
    const rows = shape.rows(snapshot)
    yield { table, columns: shape.columns, rows, lastId: Number(rows.at(-1)?.[0] ?? 0) }
    return
  }
  const { key } = shape
  const columns = Object.keys(shape.columns)
  const cells = Object.values(shape.columns)
  const { rows, lastId } =
    key === undefined ? snapshot[name] : { rows: sorted(snapshot[name].rows, key), lastId: null }
  for (let start = 0; start === 0 || start < rows.length; start += partRows) {
    const some = rows.slice(start, start + partRows)
    yield { table, columns, rows: some.map((row) => cells.map((cell) => cell.get(row, around))), lastId }
  }
}

const sorted = (rows: readonly object[], key: PropertyKey): readonly object[] => {
  const keyOf = (row: object) => row[key as keyof object] as string | number
  return [...rows].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

interface Raw {
  readonly columns: readonly string[]
  readonly rows: (readonly BackupValue[])[]
  readonly lastId: number | null
}

/** Reads everything before writing anything. */
async function rowsOf(
  parts: AsyncIterable<BackupPart>,
  kept: Record<TableName, Table<AnyRow>>,
  shapes: ReturnType<typeof backupTables>,
): Promise<Filled> {
  const raw = new Map<string, Raw>()
  const known = new Set(shapes.map(([, { table }]) => table))
  for await (const { table, columns, rows, lastId } of parts) {
    if (rows.length > 0 && !known.has(table)) {
      throw new OpenSupportsError('INVALID_BACKUP', { cause: new Error(`unknown table ${table}`) })
    }
    const before = raw.get(table) ?? { columns, rows: [], lastId }
    for (const row of rows) before.rows.push(row)
    raw.set(table, before)
  }
  const around: Around = { owners: new Map(), supervisors: supervisorsOf(raw.get('user')) }
  const filled: Filled[number][] = []
  for (const [name, shape] of shapes) {
    const found = raw.get(shape.table)
    if ('rows' in shape || !found) continue
    const rows: AnyRow[] = []
    for (let start = 0; start < found.rows.length; start += partRows) {
      rows.push(...filledRows(shape, found, start, around))
      await nextTurn()
    }
    filled.push({ table: kept[name], rows, lastId: found.lastId ?? 0 })
  }
  return filled
}

function supervisorsOf(users: Raw | undefined): Map<BackupValue, number> {
  const [id = -1, relation = -1] = ['id', 'supervisedrelation_id'].map(
    (name) => users?.columns.indexOf(name) ?? -1,
  )
  return new Map(users?.rows.map((row) => [row[relation] ?? null, Number(row[id])]))
}

/** Returns some rows of a table, from an offset. */
function filledRows({ columns, key }: Whole, raw: Raw, start: number, around: Around): AnyRow[] {
  const cells = Object.entries(columns)
  return raw.rows.slice(start, start + partRows).flatMap((values, index) => {
    const all: Values = Object.fromEntries(
      raw.columns.map((column, place) => [column, values[place] ?? null]),
    )
    const row: Record<string, unknown> = key === undefined ? {} : { id: start + index + 1 }
    const refusals = cells.filter(([name, cell]) => cell.set?.(row, all[name] ?? null, all, around) === false)
    return refusals.length === 0 ? [row as AnyRow] : []
  })
}
