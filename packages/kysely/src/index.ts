export { type AdoptionReport, type AdoptOptions, adopt, type Conflict } from './adopt/index.js'
export { NotAdoptedError, type OpenOptions } from './database.js'
export { schemaDrift } from './drift.js'
export {
  kyselyOf,
  type MysqlConnection,
  type PgConnection,
  type SqliteConnection,
  SqlTransaction,
} from './host-transaction.js'
export type { ServerLimits } from './limits.js'
export { type SqlEngine, sqlEngines, sqlFromNothing } from './migrations/script.js'
export {
  DatabaseError,
  type MigrationReport,
  migrateDatabase,
  openStorage,
  pendingSql,
} from './open-storage.js'
