import { sql } from 'kysely'
import { nextPlaces } from '../counter.js'
import type { Dialect, RowLocks } from '../dialect.js'
import { retriedInTurn, withRetries } from '../retries.js'
import { postgresBackup } from './backup.js'
import { postgresDates } from './dates.js'
import { postgresDdl } from './ddl.js'
import { faultOf, hasCode, isClash } from './faults.js'
import { postgresHost } from './host.js'
import { postgresText } from './search.js'

const retried = retriedInTurn(isClash)

/** Foreign key checks take `for key share`, which is compatible with `for no key update` but not with `for update`. */
const rowLocks: RowLocks = {
  share: sql`for share`,
  update: sql`for no key update`,
  removal: sql`for update`,
  reference: sql`for key share`,
  inOneStatement: true,
}

/**
 * The dialect of PostgreSQL 15 and later, with its bundled extensions citext and pg_trgm.
 *
 * @param transaction runs a READ COMMITTED transaction. Default: with Kysely
 */
export const postgresDialect = (
  schema: string,
  oneConnection: boolean,
  transaction: Dialect['transaction'] = (db, work) =>
    db.transaction().setIsolationLevel('read committed').execute(work),
): Dialect => ({
  text: postgresText,
  dates: postgresDates,
  backup: postgresBackup(schema, oneConnection),
  ddl: postgresDdl(schema),
  host: postgresHost(schema, oneConnection),
  nextPlaces,
  mostPlaces: oneConnection ? 1 : 32,
  upsertsReturn: true,
  insertsIntoSeveral: true,
  jsonOf: (column) => sql`json_agg(${sql.ref(column)})`,
  settingsText: sql`count(*) || ' ' || json_agg(json_build_array(name, value))::text`,
  settingsWithSession: true,
  tableNames: sql`select tablename as name from pg_tables where schemaname = ${schema}`,
  passingOver: sql`for update skip locked`,
  nullsFirst: sql`nulls first`,
  nullsLast: sql`nulls last`,
  sortsAll: false,
  readsAsWritten: false,
  unindexed: (column) => sql.ref(column),
  rowLocks,
  isDuplicate: (error) => hasCode(error, ['23505']),
  faultOf,
  again: (statement) => withRetries(isClash, statement),
  transaction: (db, work) => retried(() => transaction(db, work)),
})
