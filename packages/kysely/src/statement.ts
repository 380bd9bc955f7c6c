import {
  type Compilable,
  CompiledQuery,
  type DialectAdapter,
  type KyselyProps,
  type QueryResult,
  type RawBuilder,
  SelectQueryNode,
  Transaction,
} from 'kysely'
import type { Db, Schema } from './schema.js'

/** A column of one of several rows. */
interface Cell {
  readonly row: number
  readonly column: string
}

/** Stands for a value of a statement: for the one of that name, or for a cell of the rows of that name. */
class Mark {
  constructor(
    readonly name: string,
    readonly cell?: Cell,
  ) {}

  valueIn(values: Values): unknown {
    const value = values[this.name]
    return this.cell ? (value as readonly Values[])[this.cell.row]?.[this.cell.column] : value
  }

  toJSON(): string {
    return this.cell ? `:${this.name} ${this.cell.row} ${this.cell.column}` : `:${this.name}`
  }
}

/** Returns a placeholder for a value. It can only be used where a statement takes a value. */
export const placeholder = (name: string): never => new Mark(name) as never

/**
 * The adapter of a driver that can also run statements without Kysely, whose own work takes longer than a small
 * statement.
 */
export interface DirectStatements {
  /** Returns the rows of a statement; undefined if it has to wait. Outside a transaction, it is a select. */
  directRows(sql: string, parameters: readonly unknown[]): unknown[] | undefined
  /**
   * Returns a number that stays the same as long as reads outside transactions find the same rows; undefined if it cannot
   * be read now.
   */
  dataVersion?(): number | undefined
  /**
   * Runs a change inside a transaction. Returns the number of changed rows; undefined if it has to wait. Absent where
   * nothing is written.
   */
  directChange?(sql: string, parameters: readonly unknown[]): number | undefined
  /**
   * Runs an insert of at most one row inside a transaction. Returns its id, 0 if nothing was inserted, undefined if it has
   * to wait. Absent where nothing is written.
   */
  directInsert?(sql: string, parameters: readonly unknown[]): number | undefined
}

/** The adapter of a pool that can also run reads without Kysely. */
export interface PooledReads {
  /** Returns the rows of a select outside transactions. */
  readonly pooledRows: (sql: string, parameters: readonly unknown[]) => Promise<readonly unknown[]>
}

/** Runs statements directly on the connection of a transaction. This skips what Kysely does for each statement. */
export interface OwnStatements {
  run(query: CompiledQuery): Promise<QueryResult<unknown>>
  /** Runs a statement whose result nobody needs. If it fails, the next statement or the commit throws its error. */
  later(query: CompiledQuery): Promise<void>
}

/** A transaction that can also run statements directly on its connection. */
export class OwnTransaction extends Transaction<Schema> {
  constructor(
    props: KyselyProps,
    readonly statements: OwnStatements,
  ) {
    super(props)
  }
}

const isPooled = (adapter: DialectAdapter): adapter is DialectAdapter & PooledReads => 'pooledRows' in adapter

const isDirect = (adapter: DialectAdapter): adapter is DialectAdapter & DirectStatements =>
  'directRows' in adapter

/** The values of placeholders by their names. */
type Values = Readonly<Record<string, unknown>>

/** Returns a function that compiles a statement once per database, and fills in the values of each call. */
function compiledOnce<Row>(
  build: (db: Db, marks: never) => Compilable<Row>,
): (db: Db, values: object) => CompiledQuery<Row> {
  const marks = new Proxy({}, { get: (_, name) => placeholder(String(name)) }) as never
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return (db, values) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, marks).compile()
      compiled.set(adapter, query)
    }
    return filled(query, values as Values)
  }
}

const filled = <Row>(
  { query, queryId, sql, parameters }: CompiledQuery<Row>,
  values: Values,
): CompiledQuery<Row> => ({
  query,
  queryId,
  sql,
  parameters: parameters.map((value) => (value instanceof Mark ? value.valueIn(values) : value)),
})

/** Returns the rows of a statement. It is no async function, since that would make another promise for each statement. */
function rowsOf<Row>(
  db: Db,
  query: CompiledQuery<Row>,
  isSelect = SelectQueryNode.is(query.query),
): Promise<Row[]> {
  const { adapter } = db.getExecutor()
  if (isDirect(adapter) && (isSelect || db.isTransaction)) {
    try {
      const rows = adapter.directRows(query.sql, query.parameters)
      if (rows) return Promise.resolve(rows as Row[])
    } catch (error) {
      return Promise.reject(error)
    }
  }
  if (isSelect && !db.isTransaction && isPooled(adapter))
    return adapter.pooledRows(query.sql, query.parameters) as Promise<Row[]>
  return run<Row>(db, query).then(({ rows }) => rows)
}

const run = <Row>(db: Db, query: CompiledQuery<Row>): Promise<QueryResult<Row>> =>
  db instanceof OwnTransaction
    ? (db.statements.run(query) as Promise<QueryResult<Row>>)
    : db.executeQuery<Row>(query)

async function changedBy(db: Db, query: CompiledQuery): Promise<number> {
  const { adapter } = db.getExecutor()
  const count =
    isDirect(adapter) && db.isTransaction ? adapter.directChange?.(query.sql, query.parameters) : undefined
  return count ?? Number((await run(db, query)).numAffectedRows ?? 0)
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
  return (db, parameters) => rowsOf(db, compiled(db, parameters))
}

/**
 * Like `statement`, for a statement whose result nobody needs. In a transaction, it may wait until the next statement or the
 * commit is sent. If it fails, that one throws its error.
 */
export function lateStatement<Parameters extends object>(
  build: (db: Db, parameters: Parameters) => Compilable<unknown>,
): (db: Db, parameters: Parameters) => Promise<unknown> {
  const compiled = compiledOnce<unknown>(build)
  return (db, parameters) => runLater(db, compiled(db, parameters))
}

const runLater = (db: Db, query: CompiledQuery): Promise<unknown> =>
  db instanceof OwnTransaction ? db.statements.later(query) : changedBy(db, query)

/** An insert of at most one row, which may return its id. */
interface Insert extends Compilable {
  returning(column: 'id'): Compilable<{ id: number }>
}

/**
 * Like `statement`, for an insert of at most one row. Returns its id, or undefined if nothing was inserted. SQLite's driver
 * knows the id without a `returning`, which takes longer than a small insert; the others need it.
 */
export function insertStatement<Parameters extends object>(
  build: (db: Db, parameters: Parameters) => Insert,
): (db: Db, parameters: Parameters) => Promise<number | undefined> {
  const plain = compiledOnce(build)
  const returning = compiledOnce<{ id: number }>((db, marks) => build(db, marks).returning('id'))
  return async (db, parameters) => {
    const { adapter } = db.getExecutor()
    if (isDirect(adapter) && db.isTransaction) {
      const query = plain(db, parameters)
      const id = adapter.directInsert?.(query.sql, query.parameters)
      if (id !== undefined) return id || undefined
    }
    return (await rowsOf(db, returning(db, parameters)))[0]?.id
  }
}

/** The most statements of a kind that are kept for each database: some have a part for each of many departments. */
const mostShapes = 100

/** What kind of statements are built from parts. */
interface ShapeOptions {
  readonly isSelect: boolean
  /** Whether nobody needs their rows, as with `lateStatement`. The function then returns none. Default: false. */
  readonly isLate?: boolean
}

/**
 * Returns a function that runs statements which are built from parts, with placeholders for their values. Compiles one
 * statement per key.
 */
export function shapedStatements({ isSelect, isLate = false }: ShapeOptions) {
  const kept = new WeakMap<object, Map<string, CompiledQuery>>()
  /** @param key tells the text of the statement; undefined if it is not worth keeping */
  return <Row>(
    db: Db,
    key: string | undefined,
    values: object,
    build: () => RawBuilder<Row>,
  ): Promise<Row[]> => {
    const { adapter } = db.getExecutor()
    const queries = kept.get(adapter) ?? new Map<string, CompiledQuery>()
    kept.set(adapter, queries)
    let query = key === undefined ? undefined : queries.get(key)
    if (!query) {
      const { sql, parameters } = build().compile(db)
      // Keeps no tree of nodes, which takes many times as much memory as the text.
      query = CompiledQuery.raw(sql, [...parameters])
      if (key !== undefined) {
        if (queries.size >= mostShapes) queries.clear()
        queries.set(key, query)
      }
    }
    const full = filled(query as CompiledQuery<Row>, values as Values)
    return isLate ? runLater(db, full).then(() => []) : rowsOf(db, full, isSelect)
  }
}

/** What a statement has returned. */
interface Kept<Row, Value> {
  readonly rows: readonly Row[]
  readonly value: Promise<Value>
  /** The version of the data that it was read from; undefined if it was read in a transaction. */
  version: number | undefined
}

/** Compares rows of the same statement. */
const areEqual = <Row extends object>(some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length &&
  some.every((row, place) => {
    const other = others[place]
    for (const name in row) if (row[name] !== other?.[name]) return false
    return true
  })

/**
 * Like `statement`, for rows that seldom change and that many calls read. Returns the same value as long as the rows are
 * equal, and does not even read them again where the database tells cheaply that nothing has changed at all.
 *
 * @param build builds the query; its second argument is the same for all calls on a database
 * @param made makes the value, which callers share: it must be frozen
 */
export function keptStatement<Row extends object, Value, Kind = void>(
  build: (db: Db, kind: Kind) => Compilable<Row>,
  made: (rows: readonly Row[], db: Db) => Value,
): (db: Db, kind: Kind) => Promise<Value> {
  const queries = new WeakMap<object, CompiledQuery<Row>>()
  const kept = new WeakMap<object, Kept<Row, Value>>()
  async function read(db: Db, kind: Kind, version: number | undefined): Promise<Value> {
    const { adapter } = db.getExecutor()
    const query = queries.get(adapter) ?? build(db, kind).compile()
    queries.set(adapter, query)
    const rows = await rowsOf(db, query)
    const last = kept.get(adapter)
    if (last && areEqual(last.rows, rows)) {
      if (version !== undefined) last.version = version
      return last.value
    }
    const value = made(rows, db)
    kept.set(adapter, { rows, value: Promise.resolve(value), version })
    return value
  }
  return (db, kind) => {
    try {
      const { adapter } = db.getExecutor()
      // Read before the rows, so that a change in between makes them count as outdated.
      const version = isDirect(adapter) && !db.isTransaction ? adapter.dataVersion?.() : undefined
      const before = kept.get(adapter)
      return before && version !== undefined && before.version === version
        ? before.value
        : read(db, kind, version)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

/** Longer lists are compiled on each call, so that the cache stays small. Lists from pages are shorter. */
export const longestKept = 64

/** Like `statement`, for a list of ids. Compiles one statement per list length. */
export function listStatement<Row>(
  build: (db: Db, ids: readonly number[]) => Compilable<Row>,
): (db: Db, ids: readonly number[]) => Promise<readonly Row[]> {
  const byLength = new Map<number, (db: Db, parameters: readonly number[]) => Promise<Row[]>>()
  return (db, ids) => {
    if (ids.length === 0) return Promise.resolve([])
    if (ids.length > longestKept) return rowsOf(db, build(db, ids).compile())
    let run = byLength.get(ids.length)
    if (!run) {
      run = statement((any, marks: readonly number[]) =>
        build(
          any,
          ids.map((_, place) => marks[place] as number),
        ),
      )
      byLength.set(ids.length, run)
    }
    // The placeholders are named by their places.
    return run(db, ids)
  }
}

/**
 * Like `statement`, for a change of some columns of a row. Compiles one statement per set of columns, and returns the
 * number of changed rows.
 *
 * @param build builds the change; `patch` has a placeholder for each column
 * @returns a function whose `isThere` says that the transaction has locked the row and knows that it exists. The change may
 *   then wait, as that of a `lateStatement`, and counts as made
 */
export function patchStatement<Patch extends object>(
  build: (db: Db, id: number, patch: Patch) => Compilable<unknown>,
): (db: Db, id: number, patch: Patch, isThere?: boolean) => Promise<number> {
  const byColumns = new Map<string, ReturnType<typeof compiledOnce<unknown>>>()
  return async (db, id, patch, isThere = false) => {
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
    const query = compiled(db, { ...patch, id })
    if (!isThere || !(db instanceof OwnTransaction)) return changedBy(db, query)
    await db.statements.later(query)
    return 1
  }
}

/**
 * Returns rows with a placeholder for each value. The rows with the values are passed to the statement under this name.
 */
export const markedRows = <Row extends object>(name: string, rows: readonly Row[]): readonly Row[] =>
  rows.map(
    (values, row) =>
      Object.fromEntries(
        Object.keys(values).map((column) => [column, new Mark(name, { row, column })]),
      ) as Row,
  )

/**
 * Like `lateStatement`, for the rows of an insert, which all have the same columns. Compiles one statement per number of
 * rows.
 */
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
      const marked = markedRows('rows', rows)
      compiled = compiledOnce((any) => build(any, marked))
      byLength.set(rows.length, compiled)
    }
    await runLater(db, compiled(db, { rows }))
  }
}
