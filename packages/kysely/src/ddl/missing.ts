import { type Column, indexPart, type Table, type Tables } from '@opensupports/core/schema'
import type { Index, Shape, TableShape } from './shape.js'

export interface IndexOrderColumn {
  readonly name: string
  readonly column: Column
  /** `desc` or `nulls first`; empty: ascending. */
  readonly order: string
}

export interface IndexOrder {
  readonly name: string
  readonly table: string
  readonly unique: boolean
  readonly columns: readonly IndexOrderColumn[]
}

/** The differences between a database and the described tables. */
export interface Missing {
  readonly tables: readonly string[]
  readonly columns: readonly { readonly table: string; readonly name: string; readonly column: Column }[]
  readonly indexes: readonly IndexOrder[]
}

/** Returns the described tables, columns and indexes that are missing. Others stay. */
export function missingIn(shape: Shape, tables: Tables): Missing {
  const columns: Missing['columns'][number][] = []
  const indexes: IndexOrder[] = []
  for (const [table, described] of Object.entries(tables)) {
    const found = shape.get(table)
    for (const [name, column] of Object.entries(described.columns)) {
      if (found && !found.columns.has(name)) columns.push({ table, name, column })
    }
    for (const order of indexesOf(table, described)) {
      if (!found || !isThere(order, found)) indexes.push(order)
    }
  }
  return { tables: Object.keys(tables).filter((name) => !shape.has(name)), columns, indexes }
}

function indexesOf(table: string, { columns, unique = {}, indexes = {} }: Table): IndexOrder[] {
  const orders: IndexOrder[] = []
  for (const [isUnique, wanted] of [
    [true, unique],
    [false, indexes],
  ] as const) {
    for (const [name, names] of Object.entries(wanted)) {
      const ofIndex = names.map((text) => {
        const { column, order } = indexPart(text)
        return { name: column, column: columns[column] as Column, order }
      })
      orders.push({ name, table, unique: isUnique, columns: ofIndex })
    }
  }
  return orders
}

/** Returns whether an index exists. Older versions and 4.11 named indexes of the same columns differently. */
function isThere(order: IndexOrder, { indexes }: TableShape): boolean {
  const wanted = order.columns.map(({ name }) => name)
  const isExact = order.columns.some(({ column }) => column.exact)
  const starts = ({ columns }: Index) => wanted.every((name, place) => columns[place] === name)
  const holds = ({ columns }: Index) =>
    columns.length === wanted.length && wanted.every((name) => columns.includes(name))
  return indexes.some(
    (index) =>
      index.name === order.name || (order.unique ? !isExact && index.unique && holds(index) : starts(index)),
  )
}
