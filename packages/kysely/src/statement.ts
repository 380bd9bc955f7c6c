import { type Compilable, type CompiledQuery, type DialectAdapter, SelectQueryNode } from 'kysely'
import type { Db } from './schema.js'

class Mark {
  constructor(readonly name: string) {}
}

/** The adapter of a driver that can read without the detour through Kysely, which takes longer than a small read. */
export interface DirectReads {
  /** Returns the rows of a select statement; undefined if it has to wait. */
  directRows(sql: string, parameters: readonly unknown[], inTransaction: boolean): unknown[] | undefined
}

const canReadDirectly = (adapter: DialectAdapter): adapter is DialectAdapter & DirectReads =>
  'directRows' in adapter

/**
 * Returns a function that runs a statement with different parameters. Builds and compiles it once per database:
 * building a query costs more than running it.
 *
 * @param build builds the query; its second argument holds placeholders, which can only be used as values
 */
export function statement<Parameters extends object, Row>(
  build: (db: Db, parameters: Parameters) => Compilable<Row>,
): (db: Db, parameters: Parameters) => Promise<Row[]> {
  const marks = new Proxy({}, { get: (_, name) => new Mark(String(name)) }) as Parameters
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, parameters) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, marks).compile()
      compiled.set(adapter, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Mark ? parameters[value.name as keyof Parameters] : value,
    )
    if (canReadDirectly(adapter) && SelectQueryNode.is(query.query)) {
      const rows = adapter.directRows(query.sql, values, db.isTransaction)
      if (rows) return rows as Row[]
    }
    return (await db.executeQuery<Row>({ ...query, parameters: values })).rows
  }
}

/** Longer lists are compiled on each call, so that the cache stays small. Lists from pages are shorter. */
const longestKept = 64

/** Like `statement`, for a list of ids. Compiles one statement per list length. */
export function listStatement<Row>(
  build: (db: Db, ids: readonly number[]) => Compilable<Row>,
): (db: Db, ids: readonly number[]) => Promise<readonly Row[]> {
  const byLength = new Map<number, (db: Db, parameters: Record<string, number>) => Promise<Row[]>>()
  return async (db, ids) => {
    if (ids.length === 0) return []
    if (ids.length > longestKept) return (await db.executeQuery(build(db, ids).compile())).rows
    let run = byLength.get(ids.length)
    if (!run) {
      run = statement((any, marks: Record<string, number>) =>
        build(
          any,
          ids.map((_, place) => marks[place] as number),
        ),
      )
      byLength.set(ids.length, run)
    }
    return run(db, Object.fromEntries(ids.entries()))
  }
}
