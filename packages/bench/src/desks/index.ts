export { type EngineName, engineNames, type ServerClock, type Size, sizes } from './engine.js'
export {
  customerLogin,
  type Desk,
  deskOf,
  dropDesk,
  engines,
  mailer,
  noLog,
  notifyStaff,
  type Session,
  tidy,
} from './make.js'
export { inBackticks, mariadbConfig } from './mariadb.js'
export { postgresConfig } from './postgres.js'
export { openSqlite } from './sqlite.js'
