export { type PostgresOptions, pgliteDatabase, postgresDatabase } from './database.js'
export type { PgliteDatabase, PgPool } from './pool.js'
