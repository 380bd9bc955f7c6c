export { type MysqlOptions, mysqlDatabase } from './database.js'
export { mysqlDialect } from './dialect.js'
