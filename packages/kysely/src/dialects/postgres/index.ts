import { sql } from 'kysely'
import { nextPlace } from '../counter.js'
import type { Dialect } from '../dialect.js'
import { retriedInTurn, withRetries } from '../retries.js'
import { postgresBackup } from './backup.js'
import { postgresDates } from './dates.js'
import { postgresText } from './search.js'

export { postgresMigrations } from './migrations.js'
export { OneSchemaDialect } from './own-introspector.js'
export { ownView, type PgliteDatabase, type PgPool, pgliteView } from './pool.js'

/** Transactions that could not have run one after the other, and deadlocks: who begins again will come through. */
const isClash = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  ['40001', '40P01'].includes(String(error.code))

const retried = retriedInTurn(isClash)

/** PostgreSQL from 15 on, with the extensions citext and pg_trgm that come with it. */
export const postgresDialect = (schema: string, oneConnection: boolean): Dialect => ({
  ...{ text: postgresText, dates: postgresDates, backup: postgresBackup(schema, oneConnection), nextPlace },
  tableNames: sql`select tablename as name from pg_tables where schemaname = ${schema}`,
  uniqueIndexNames: sql`select indexname as name from pg_indexes
    where schemaname = ${schema} and indexdef like 'CREATE UNIQUE%'`,
  passingOver: sql`for update skip locked`,
  again: (statement) => withRetries(isClash, statement),
  transaction: (db, work) => retried(() => db.transaction().setIsolationLevel('serializable').execute(work)),
})
