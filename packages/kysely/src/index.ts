export { type MysqlOptions, mysql } from './mysql.js'
export { type SqliteOptions, sqlite } from './sqlite.js'
