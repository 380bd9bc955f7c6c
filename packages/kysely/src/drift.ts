import { bringUp, type Database } from './database.js'
import { tablesOf411 } from './migrations/index.js'
import { openDatabase, told } from './open-storage.js'
import { sqliteDatabase } from './sqlite.js'

/**
 * How the tables of a database differ from what this version makes: a sentence for each table, column or unique index
 * that is not there. Columns and tables that are more than that are nobody's business.
 *
 * @throws DatabaseError
 */
export const schemaDrift = (address: string): Promise<string[]> =>
  told(address, async () => {
    const [expected, found] = [sqliteDatabase(':memory:'), await openDatabase(address)]
    try {
      await bringUp(expected)
      return differences(await shapeOf(expected), await shapeOf(found))
    } finally {
      await expected.db.destroy()
      await found.db.destroy()
    }
  })

interface Shape {
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>
  /** Names of those on the tables of 4.11; the names of others differ from one kind of database to the next. */
  readonly uniqueIndexes: readonly string[]
}

async function shapeOf({ db, dialect, schema }: Database): Promise<Shape> {
  const tables = await db.introspection.getTables()
  const indexes = await dialect.uniqueIndexNames.execute(db)
  const own = tables.filter((table) => !table.isView && (schema === undefined || table.schema === schema))
  return {
    tables: new Map(own.map(({ name, columns }) => [name, new Set(columns.map((column) => column.name))])),
    uniqueIndexes: indexes.rows.map(({ name }) => name).filter((name) => ofOld.test(name)),
  }
}

const ofOld = new RegExp(`^os_(${tablesOf411.map(({ name }) => name).join('|')})_`)

/** What the database keeps for itself differs from one kind to the next. */
const ownBusiness = /^(os_migration|os_ticket_text|os_comment_text|sqlite_)/

function differences(expected: Shape, found: Shape): string[] {
  const texts: string[] = []
  for (const [table, columns] of expected.tables) {
    if (ownBusiness.test(table)) continue
    const there = found.tables.get(table)
    if (!there) texts.push(`the table ${table} is missing`)
    else {
      for (const column of columns) {
        if (!there.has(column)) texts.push(`the column ${table}.${column} is missing`)
      }
    }
  }
  for (const name of expected.uniqueIndexes) {
    if (!found.uniqueIndexes.includes(name)) texts.push(`the unique index ${name} is missing`)
  }
  return texts
}
