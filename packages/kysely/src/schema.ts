import type { BackupValue } from '@opensupports/core'
import type { Column, tables } from '@opensupports/core/schema'
import type { Generated, Kysely } from 'kysely'

type ValueOf<C extends Column> =
  | (C['kind'] extends 'line' | 'name' | 'address' | 'text' ? string : number)
  | (C extends { readonly null: true } ? null : never)
  | (C extends { readonly mayHoldText: true } ? string : never)

type ColumnOf<C extends Column> = C extends { readonly kind: 'id' } | { readonly default: number }
  ? Generated<ValueOf<C>>
  : ValueOf<C>

type RowOf<Columns extends Readonly<Record<string, Column>>> = {
  -readonly [Name in keyof Columns as Columns[Name] extends { readonly unused: true }
    ? never
    : Name]: ColumnOf<Columns[Name]>
}

/** The row types of all tables, from the description in the core. */
export type Schema = {
  -readonly [Name in keyof typeof tables]: RowOf<(typeof tables)[Name]['columns']>
}

/** A Kysely instance: a database, or a transaction on it. */
export type Db = Kysely<Schema>

/** Returns the database for tables whose names are known only at run time. */
export const anyTable = (db: Db) => db as unknown as Kysely<Record<string, Record<string, BackupValue>>>
