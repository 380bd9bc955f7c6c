import { type Compilable, type CompiledQuery, type DialectAdapter, SelectQueryNode } from 'kysely'
import type { Db } from './schema.js'

class Mark {
  constructor(readonly name: string) {}
}

/**
 * The adapter of a driver that can also run statements without Kysely, whose own work takes longer than a small
 * statement.
 */
export interface DirectStatements {
  /** Returns the rows of a statement; undefined if it has to wait. Outside a transaction, it is a select. */
  directRows(sql: string, parameters: readonly unknown[], inTransaction: boolean): unknown[] | undefined
  /** Runs a change inside a transaction. Returns the number of changed rows; undefined if it has to wait. */
  directChange(sql: string, parameters: readonly unknown[]): number | undefined
}

const isDirect = (adapter: DialectAdapter): adapter is DialectAdapter & DirectStatements =>
  'directRows' in adapter

type Values = Readonly<Record<string, unknown>>

/** Returns a function that compiles a statement once per database, and fills in the values of each call. */
function compiledOnce<Row>(
  build: (db: Db, marks: never) => Compilable<Row>,
): (db: Db, values: object) => CompiledQuery<Row> {
  const marks = new Proxy({}, { get: (_, name) => new Mark(String(name)) }) as never
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return (db, values) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, marks).compile()
      compiled.set(adapter, query)
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Mark ? (values as Values)[value.name] : value,
    )
    return { query: query.query, queryId: query.queryId, sql: query.sql, parameters }
  }
}

async function rowsOf<Row>(db: Db, query: CompiledQuery<Row>): Promise<Row[]> {
  const { adapter } = db.getExecutor()
  if (isDirect(adapter) && (db.isTransaction || SelectQueryNode.is(query.query))) {
    const rows = adapter.directRows(query.sql, query.parameters, db.isTransaction)
    if (rows) return rows as Row[]
  }
  return (await db.executeQuery<Row>(query)).rows
}

async function changedBy(db: Db, query: CompiledQuery): Promise<number> {
  const { adapter } = db.getExecutor()
  const count =
    isDirect(adapter) && db.isTransaction ? adapter.directChange(query.sql, query.parameters) : undefined
  return count ?? Number((await db.executeQuery(query)).numAffectedRows ?? 0)
}

/**
 * Returns a function that runs a statement with different parameters. Builds and compiles it once per database:
 * building a query costs more than running it.
 *
 * @param build builds the query; its second argument holds placeholders, which can only be used as values
 */
export function statement<Parameters extends object, Row>(
  build: (db: Db, parameters: Parameters) => Compilable<Row>,
): (db: Db, parameters: Parameters) => Promise<Row[]> {
  const compiled = compiledOnce<Row>(build)
  return async (db, parameters) => rowsOf(db, compiled(db, parameters))
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

/**
 * Like `statement`, for a change of some columns of a row. Compiles one statement per set of columns, and returns the
 * number of changed rows.
 *
 * @param build builds the change; `patch` has a placeholder for each column
 */
export function patchStatement<Patch extends object>(
  build: (db: Db, id: number, patch: Patch) => Compilable<unknown>,
): (db: Db, id: number, patch: Patch) => Promise<number> {
  const byColumns = new Map<string, ReturnType<typeof compiledOnce<unknown>>>()
  return async (db, id, patch) => {
    const columns = Object.keys(patch)
    const key = columns.join()
    let compiled = byColumns.get(key)
    if (!compiled) {
      compiled = compiledOnce((any, marks: Record<string, never>) =>
        build(
          any,
          marks.id as never,
          Object.fromEntries(columns.map((name) => [name, marks[name]])) as Patch,
        ),
      )
      byColumns.set(key, compiled)
    }
    return changedBy(db, compiled(db, { ...patch, id }))
  }
}

/** Like `statement`, for the rows of an insert, which all have the same columns. Compiles one statement per number of rows. */
export function rowsStatement<Row extends object>(
  build: (db: Db, rows: readonly Row[]) => Compilable<unknown>,
): (db: Db, rows: readonly Row[]) => Promise<void> {
  const byLength = new Map<number, ReturnType<typeof compiledOnce<unknown>>>()
  return async (db, rows) => {
    if (rows.length > longestKept) {
      await db.executeQuery(build(db, rows).compile())
      return
    }
    let compiled = byLength.get(rows.length)
    if (!compiled) {
      const columns = Object.keys(rows[0] ?? {})
      compiled = compiledOnce((any, marks: Record<string, never>) =>
        build(
          any,
          rows.map(
            (_, place) => Object.fromEntries(columns.map((name) => [name, marks[`${place} ${name}`]])) as Row,
          ),
        ),
      )
      byLength.set(rows.length, compiled)
    }
    const values: Record<string, unknown> = {}
    for (const [place, row] of rows.entries())
      for (const [name, value] of Object.entries(row)) values[`${place} ${name}`] = value
    await changedBy(db, compiled(db, values))
  }
}
