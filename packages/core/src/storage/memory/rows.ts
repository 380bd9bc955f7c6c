import { tables as described } from '../../schema/index.js'
import type { RowStore, StoredRow } from '../index.js'
import type { Around } from './backup-columns.js'
import { tablesByName, type Whole } from './backup-tables.js'
import type { Table } from './table.js'
import type { Sync, Tables } from './tables.js'

type AnyRow = Readonly<Record<string, unknown>> & { readonly id: number }

/** Columns that need data around their rows are not read here. */
const nothingAround: Around = { owners: new Map(), supervisors: new Map() }

/** Rows have their places in the order of the table's key. */
interface Found {
  readonly row: AnyRow
  readonly columns: StoredRow
}

let known: ReturnType<typeof tablesByName> | undefined

export function rowStore(tables: Tables): Sync<RowStore> {
  const tableOf = (name: string) => {
    known ??= tablesByName(described)
    const found = known.get(name)
    if (!found) return undefined
    const [inMemory, shape] = found
    return { rows: tables[inMemory] as unknown as Table<AnyRow>, shape }
  }
  const keyOf = (table: string) => {
    const shape = (described as Readonly<Record<string, { readonly key?: string }>>)[table]
    return shape?.key ?? 'id'
  }
  const columnsOf = (row: AnyRow, { columns }: Whole): StoredRow =>
    Object.fromEntries(Object.entries(columns).map(([name, cell]) => [name, cell.get(row, nothingAround)]))

  const byKey = (name: string, key: string | number): Found | undefined => {
    const table = tableOf(name)
    if (!table) return undefined
    const column = keyOf(name)
    const isKey = (row: AnyRow) => table.shape.columns[column]?.get(row, nothingAround) === key
    const row = column === 'id' ? table.rows.get(Number(key)) : table.rows.all().find(isKey)
    return row && { row, columns: columnsOf(row, table.shape) }
  }

  return {
    page(name, { where = {}, after, limit, columns }) {
      const table = tableOf(name)
      if (!table) return []
      const key = keyOf(name)
      const wanted = columns && new Set([key, ...columns])
      return table.rows
        .all()
        .map((row) => columnsOf(row, table.shape))
        .filter((row) => Object.entries(where).every(([column, value]) => row[column] === value))
        .filter((row) => after === undefined || (row[key] ?? 0) > after)
        .sort((one, other) => ((one[key] ?? 0) < (other[key] ?? 0) ? -1 : 1))
        .slice(0, limit)
        .map((row) =>
          wanted ? Object.fromEntries(Object.entries(row).filter(([column]) => wanted.has(column))) : row,
        )
    },
    update(name, key, values) {
      const table = tableOf(name)
      const found = byKey(name, key)
      if (!table || !found) return
      const row: Record<string, unknown> = { ...found.row }
      const all = { ...found.columns, ...values }
      for (const [column, value] of Object.entries(values))
        table.shape.columns[column]?.set?.(row, value, all, nothingAround)
      table.rows.update(found.row.id, row)
    },
    remove(name, keys) {
      const table = tableOf(name)
      for (const key of keys) {
        const found = byKey(name, key)
        if (found) table?.rows.remove(found.row.id)
      }
    },
  }
}
