import type Database from 'better-sqlite3'
import type { SqliteStatement } from 'kysely'

type Values = readonly unknown[]

/**
 * Names the values of rows here: better-sqlite3 takes twice as long for wide rows, since it converts the name of each
 * column again for each row.
 */
export function withNamedRows(statement: Database.Statement): SqliteStatement {
  // After a migration by another process, a `*` stands for other columns than before.
  if (!statement.reader || statement.source.includes('*')) return statement as unknown as SqliteStatement
  const names = statement.columns().map(({ name }) => name)
  statement.raw()
  const named = (values: Values): unknown => {
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index] as string] = values[index]
    return row
  }
  return {
    reader: true,
    all: (parameters) => (statement.all(parameters) as Values[]).map(named),
    run: (parameters) => statement.run(parameters),
    *iterate(parameters) {
      for (const values of statement.iterate(parameters)) yield named(values as Values)
    },
  }
}
