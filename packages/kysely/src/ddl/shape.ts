import type { RawBuilder } from 'kysely'
import type { Db } from '../schema.js'

/** A column of an index; `column` is null for an expression. */
export interface IndexColumn {
  readonly table: string
  readonly name: string
  readonly unique: boolean | number
  readonly column: string | null
}

export interface Index {
  readonly name: string
  readonly unique: boolean
  /** Null for an expression. */
  readonly columns: readonly (string | null)[]
}

export interface TableShape {
  readonly columns: ReadonlySet<string>
  readonly indexes: readonly Index[]
}

/** The actual tables of a database. */
export type Shape = ReadonlyMap<string, TableShape>

export async function shapeOf(
  db: Db,
  ddl: { readonly indexColumns: RawBuilder<IndexColumn> },
  schema: string | undefined,
): Promise<Shape> {
  const found = await db.introspection.getTables()
  const { rows } = await ddl.indexColumns.execute(db)
  const indexes = new Map<
    string,
    Map<string, { name: string; unique: boolean; columns: (string | null)[] }>
  >()
  for (const { table, name, unique, column } of rows) {
    const ofTable = indexes.get(table) ?? new Map()
    indexes.set(table, ofTable)
    const index = ofTable.get(name) ?? { name, unique: Boolean(unique), columns: [] }
    ofTable.set(name, index)
    index.columns.push(column)
  }
  const shape = new Map<string, TableShape>()
  for (const table of found) {
    if (table.isView || (schema !== undefined && table.schema !== schema)) continue
    shape.set(table.name, {
      columns: new Set(table.columns.map(({ name }) => name)),
      indexes: [...(indexes.get(table.name)?.values() ?? [])],
    })
  }
  return shape
}
