import type { Tables } from '@opensupports/core/schema'
import { tables } from '@opensupports/core/schema'
import type { Database } from './database.js'
import { missingIn, shapeOf } from './ddl/index.js'
import { openDatabase, told } from './open-storage.js'

/**
 * Returns a sentence for each table, column and unique index that this version needs and the database lacks. Ignores
 * additional tables and columns.
 *
 * @throws DatabaseError if the database cannot be opened
 */
export const schemaDrift = (address: string): Promise<string[]> =>
  told(address, async () => {
    const database = await openDatabase(address)
    try {
      return await driftOf(database, tables)
    } finally {
      await database.db.destroy()
    }
  })

export async function driftOf(database: Database, described: Tables): Promise<string[]> {
  const missing = missingIn(await shapeOf(database.db, database.dialect.ddl, database.schema), described)
  const gone = new Set(missing.tables)
  return [
    ...missing.tables.map((name) => `the table ${name} is missing`),
    ...missing.columns.map(({ table, name }) => `the column ${table}.${name} is missing`),
    ...missing.indexes.flatMap(({ table, name, unique }) =>
      unique && !gone.has(table) ? [`the unique index ${name} is missing`] : [],
    ),
  ]
}
