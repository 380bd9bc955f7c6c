import { lockNames } from '@opensupports/core'
import type { Table, Tables } from '@opensupports/core/schema'
import { sql } from 'kysely'
import { missingIn, shapeOf } from '../ddl/index.js'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { correctOwned } from '../stores/owned-counts/index.js'
import { noteAllDays } from '../stores/statistics/index.js'

/** A database, and the tables that it must have. */
export interface Target {
  readonly db: Db
  readonly dialect: Pick<Dialect, 'ddl' | 'tableNames' | 'dates'>
  /** The schema of the tables, in a database with several schemas. */
  readonly schema?: string
  readonly tables: Tables
}

/** Adds whatever is missing. Each statement is complete in itself, so that an interrupted run can be repeated. */
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
  await ddl.finishColumns?.(db, tables, before)
  // MySQL creates indexes for foreign keys, so introspect again.
  const shape = await shapeOf(db, ddl, target.schema)
  await run(missingIn(shape, tables).indexes.map((order) => ddl.createIndex(order)))
  await run(ddl.searchIndexes(shape))
  await ddl.fillSearchIndexes?.(db, shape)
  if (before.tables.includes('os_statistic_change')) await noteAllDays(db, dialect.dates)
  if (before.tables.includes('os_owned_count')) await correctOwned(db, undefined)
  const isNew = before.tables.includes('os_lock')
  const locks = isNew ? [] : await db.selectFrom('os_lock').select('name').execute()
  const known = new Set(locks.map(({ name }) => name))
  const rows = lockNames.filter((name) => !known.has(name)).map((name) => ({ name }))
  if (rows.length > 0) await db.insertInto('os_lock').values(rows).execute()
}
