import {
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { oneConnectionDriver } from '../one-connection-driver.js'

/** Returns a dialect for one connection, whose owner begins and ends transactions and closes it. */
export const oneConnectionDialect = (connection: DatabaseConnection, adapter: DialectAdapter): Dialect => ({
  createAdapter: () => adapter,
  createDriver: () => oneConnectionDriver(connection),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})
