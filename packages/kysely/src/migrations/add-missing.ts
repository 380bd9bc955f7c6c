import { lockNames } from '@opensupports/core'
import type { Table, Tables } from '@opensupports/core/schema'
import { type RawBuilder, sql } from 'kysely'
import { type Ddl, missingIn, shapeOf } from '../ddl/index.js'
import type { Db } from '../schema.js'

/** A database, and what it has to have. */
export interface Target {
  readonly db: Db
  readonly dialect: { readonly ddl: Ddl; readonly tableNames: RawBuilder<{ name: string }> }
  /** Where the tables are, in a database that holds several of the same name. */
  readonly schema?: string
  readonly tables: Tables
}

/** Adds what a database lacks. Each statement stands alone, so that a run that was cut off can be repeated. */
export async function addMissing(target: Target): Promise<void> {
  const { db, dialect, tables } = target
  const { ddl } = dialect
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
  await run(ddl.functions)
  const before = missingIn(await shapeOf(db, ddl, target.schema), tables)
  await run(before.tables.map((name) => ddl.createTable(name, tables[name] as Table)))
  await run(before.columns.map(({ table, name, column }) => ddl.addColumn(table, name, column)))
  await ddl.finishColumns?.(db, tables)
  // Foreign keys may have brought indexes of their own.
  const shape = await shapeOf(db, ddl, target.schema)
  await run(missingIn(shape, tables).indexes.map((order) => ddl.createIndex(order)))
  await run(ddl.searchIndexes(shape))
  const locks = await db.selectFrom('os_lock').select('name').execute()
  const known = new Set(locks.map(({ name }) => name))
  const rows = lockNames.filter((name) => !known.has(name)).map((name) => ({ name }))
  if (rows.length > 0) await db.insertInto('os_lock').values(rows).execute()
}
