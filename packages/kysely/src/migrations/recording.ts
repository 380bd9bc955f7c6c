import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type Dialect as KyselyDialect,
  type QueryResult,
} from 'kysely'
import { oneConnectionDriver } from '../dialects/one-connection-driver.js'
import type { Db, Schema } from '../schema.js'

const isRead = (text: string) => /^\s*(?:select|with|show|pragma)\b/i.test(text)

/**
 * Returns a database that runs no statement that writes, but keeps it.
 *
 * @param real where reads are answered; without it, no read finds anything
 */
export function recordingDatabase(
  dialect: KyselyDialect,
  real: Db | undefined,
): { readonly db: Db; readonly written: CompiledQuery[] } {
  const written: CompiledQuery[] = []
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      if (!isRead(query.sql)) written.push(query)
      else if (real) return real.executeQuery<R>(query as CompiledQuery<R>)
      return { rows: [] }
    },
    streamQuery() {
      throw new Error('a migration streams nothing')
    },
  }
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createDriver: () => oneConnectionDriver(connection),
    },
  })
  return { db, written }
}
