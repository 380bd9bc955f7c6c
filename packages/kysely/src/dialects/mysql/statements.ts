import {
  ColumnNode,
  ColumnUpdateNode,
  type CompiledQuery,
  type DatabaseConnection,
  type InsertQueryNode,
  MysqlAdapter,
  MysqlDialect,
  type MysqlDialectConfig,
  MysqlDriver,
  MysqlQueryCompiler,
  OnDuplicateKeyNode,
  type OperationNode,
  OperationNodeTransformer,
  PrimitiveValueListNode,
  type QueryResult,
  RawNode,
  ReferenceNode,
  ValuesNode,
} from 'kysely'
import type { PooledReads } from '../../statement.js'

/** Rewrites `excluded.column` to MySQL's `values(column)`. */
class Excluded extends OperationNodeTransformer {
  protected override transformNodeImpl<T extends OperationNode>(node: T): T {
    if (ReferenceNode.is(node) && node.table?.table.identifier.name === 'excluded') {
      return RawNode.create(['values(', ')'], [node.column as ColumnNode]) as OperationNode as T
    }
    return super.transformNodeImpl(node)
  }
}

const excluded = new Excluded()

/** Returns a no-op update for `on conflict do nothing`. Unlike `insert ignore`, it does not hide other errors. */
const changesNothing = (column: string) =>
  OnDuplicateKeyNode.create([ColumnUpdateNode.create(ColumnNode.create(column), ColumnNode.create(column))])

/** A row of defaults only: an id of null is assigned. */
const withoutValues = ({ defaultValues: _, ...insert }: InsertQueryNode): InsertQueryNode => ({
  ...insert,
  columns: [ColumnNode.create('id')],
  values: ValuesNode.create([PrimitiveValueListNode.create([null])]),
})

class Compiler extends MysqlQueryCompiler {
  protected override visitInsertQuery(node: InsertQueryNode): void {
    const { returning: _, onConflict, ...insert } = node.defaultValues ? withoutValues(node) : node
    if (!onConflict) {
      super.visitInsertQuery(insert)
      return
    }
    const column = insert.columns?.[0]?.column.name ?? 'id'
    const updates = onConflict.updates?.map((update) => excluded.transformNode(update))
    const onDuplicateKey = updates ? OnDuplicateKeyNode.create(updates) : changesNothing(column)
    super.visitInsertQuery({ ...insert, onDuplicateKey })
  }
}

/** Returns whether a statement has `returning`. Throws unless it is an insert that returns only its id. */
function returnsId({ query }: CompiledQuery): boolean {
  if (!('returning' in query) || !query.returning) return false
  const [only, ...others] = query.returning.selections
  const column = only?.selection.kind === 'ReferenceNode' ? only.selection.column : undefined
  const isId = column?.kind === 'ColumnNode' && column.column.name === 'id' && others.length === 0
  if (query.kind !== 'InsertQueryNode' || !isId)
    throw new Error('MySQL and MariaDB can return only the id of an inserted row')
  return true
}

/** Emulates `returning` of an insert: `{ id }`, or no row if nothing was inserted. */
function withId<R>(result: QueryResult<R>): QueryResult<R> {
  const { insertId } = result
  return { ...result, rows: (insertId === undefined ? [] : [{ id: Number(insertId) }]) as R[] }
}

interface OkPacket {
  readonly insertId: number | string
  readonly affectedRows: number
  readonly changedRows?: number
}

/** Converts a result of the driver to one of Kysely, as Kysely's own dialect does. */
export function resultOf(query: CompiledQuery, result: unknown): QueryResult<unknown> {
  if (Array.isArray(result)) return { rows: result }
  if (typeof result !== 'object' || result === null || !('affectedRows' in result)) return { rows: [] }
  const { insertId, affectedRows, changedRows } = result as OkPacket
  const id = String(insertId) === '0' ? undefined : BigInt(insertId)
  const made: QueryResult<unknown> = {
    rows: [],
    numAffectedRows: BigInt(affectedRows),
    ...(id === undefined ? {} : { insertId: id }),
    ...(changedRows === undefined ? {} : { numChangedRows: BigInt(changedRows) }),
  }
  return returnsId(query) ? withId(made) : made
}

class Driver extends MysqlDriver {
  readonly #wrapped = new WeakMap<DatabaseConnection, DatabaseConnection>()
  readonly #inner = new WeakMap<DatabaseConnection, DatabaseConnection>()

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    const known = this.#wrapped.get(connection)
    if (known) return known
    const wrapped: DatabaseConnection = {
      executeQuery: async <R>(query: CompiledQuery) => {
        const wantsId = returnsId(query)
        const result = await connection.executeQuery<R>(query)
        return wantsId ? withId(result) : result
      },
      streamQuery: (query, size) => connection.streamQuery(query, size),
    }
    this.#wrapped.set(connection, wrapped)
    this.#inner.set(wrapped, connection)
    return wrapped
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await super.releaseConnection((this.#inner.get(connection) ?? connection) as never)
  }
}

class Adapter extends MysqlAdapter {
  override get supportsReturning(): boolean {
    return true
  }
}

/** Runs reads without Kysely. */
class PooledAdapter extends Adapter implements PooledReads {
  readonly pooledRows: PooledReads['pooledRows']

  constructor(pooledRows: PooledReads['pooledRows']) {
    super()
    this.pooledRows = pooledRows
  }
}

/** Supports `returning id` and `on conflict` on MySQL and MariaDB, so that all databases share the same statements. */
export class MysqlLikeOthers extends MysqlDialect {
  readonly #config: MysqlDialectConfig
  readonly #pooledRows: PooledReads['pooledRows'] | undefined

  /** @param pooledRows runs reads without Kysely; absent for a connection of the host */
  constructor(config: MysqlDialectConfig, pooledRows?: PooledReads['pooledRows']) {
    super(config)
    this.#config = config
    this.#pooledRows = pooledRows
  }

  override createAdapter = () => (this.#pooledRows ? new PooledAdapter(this.#pooledRows) : new Adapter())
  override createQueryCompiler = () => new Compiler()
  override createDriver = () => new Driver(this.#config)
}
