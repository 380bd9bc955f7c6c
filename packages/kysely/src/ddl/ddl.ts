import type { Column, ColumnKind, Table, Tables } from '@opensupports/core/schema'
import { isOf411 } from '@opensupports/core/schema'
import type { RawBuilder } from 'kysely'
import type { Db } from '../schema.js'
import type { IndexOrder, Missing } from './missing.js'
import type { IndexColumn, Shape } from './shape.js'

/** The DDL of an engine for the described tables. */
export interface Ddl {
  createTable(name: string, table: Table): string
  addColumn(table: string, name: string, column: Column): string
  createIndex(order: IndexOrder): string
  /** Statements that create extensions and functions. They can run repeatedly. */
  readonly functions: readonly string[]
  /** Selects the columns of all indexes, in index order. */
  readonly indexColumns: RawBuilder<IndexColumn>
  /** Returns statements that create the missing indexes for text search. */
  searchIndexes(shape: Shape): readonly string[]
  /** Adds existing rows to the indexes for text search that `shape` lacks; absent where their creation does. */
  fillSearchIndexes?(db: Db, shape: Shape): Promise<void>
  /** Adds the rows that the indexes for text search lack, in committed batches, after all migrations. */
  completeSearchIndexes?(db: Db): Promise<void>
  /** Adjusts columns. Runs after all columns are added and before the indexes are created. */
  finishColumns?(db: Db, tables: Tables, added: Missing): Promise<void>
  /**
   * Migrations of earlier versions that changed existing rows, types or indexes, which the table description cannot
   * express. They run in the order of their names, before missing tables and columns are added, and only on existing
   * databases.
   */
  readonly steps: Readonly<Record<string, (db: Db) => Promise<void>>>
}

/** The SQL words of an engine. */
export interface Words {
  readonly types: Readonly<Record<Exclude<ColumnKind, 'id' | 'line'>, string>>
  line(length: number | undefined): string
  /** The full definition of the column `id`. */
  readonly id: string
  quote(name: string): string
}

/** Returns whether a column may be empty. Any column of 4.11 may. */
export const isNullable = (table: string, column: Column): boolean => isOf411(table) || column.null === true

/** Returns the type of a column other than `id`. */
export const typeOf = (words: Words, column: Column): string =>
  column.kind === 'id' || column.kind === 'line' ? words.line(column.length) : words.types[column.kind]

/** Returns the definition of a column: name, type, nullability and default. */
export function columnDefinition(words: Words, table: string, name: string, column: Column): string {
  if (column.kind === 'id') return `${words.quote(name)} ${words.id}`
  const needed = isNullable(table, column) ? '' : ' not null'
  const standard = column.default === undefined ? '' : ` default ${column.default}`
  return `${words.quote(name)} ${typeOf(words, column)}${needed}${standard}`
}

/** Returns the `references` clause of a column, or an empty string. */
export const referenceClause = ({ quote }: Words, { references }: Column): string =>
  references
    ? ` references ${quote(references.table)} (id) on delete ${references.onDelete} on update ${references.onDelete}`
    : ''

export const createIndexStatement = (
  { quote }: Words,
  { name, table, unique }: IndexOrder,
  columns: readonly string[],
): string => `create ${unique ? 'unique ' : ''}index ${name} on ${quote(table)} (${columns.join(', ')})`
