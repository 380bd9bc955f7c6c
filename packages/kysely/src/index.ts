export { type MysqlOptions, mysql } from './mysql.js'
export { type PgliteDatabase, type PgPool, type PostgresOptions, pglite, postgres } from './postgres.js'
export { type SqliteOptions, sqlite } from './sqlite.js'
