import {
  type DatabaseIntrospector,
  type DialectAdapter,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  sql,
  type TableMetadata,
} from 'kysely'
import type { Db } from '../../schema.js'
import type { PooledReads } from '../../statement.js'

interface Row {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly nullable: boolean
  readonly hasDefault: boolean
}

/**
 * Introspects a single schema. Kysely's introspector reads all schemas, and fails if a table of another one is dropped
 * concurrently.
 */
const ownIntrospector = (db: Db, schema: string): DatabaseIntrospector => {
  const getTables = async (): Promise<TableMetadata[]> => {
    const { rows } = await sql<Row>`select c.relname as "table", a.attname as "column", t.typname as type,
        not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as "hasDefault"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
      where n.nspname = ${schema} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`.execute(db)
    const tables = new Map<string, TableMetadata>()
    for (const { table, column, type, nullable, hasDefault } of rows) {
      const known: TableMetadata = tables.get(table) ?? { name: table, schema, isView: false, columns: [] }
      tables.set(table, known)
      known.columns.push({
        name: column,
        dataType: type,
        isNullable: nullable,
        hasDefaultValue: hasDefault,
        isAutoIncrementing: hasDefault && column === 'id',
      })
    }
    return [...tables.values()]
  }
  return {
    getSchemas: async () => [{ name: schema }],
    getTables,
    getMetadata: async () => ({ tables: await getTables() }),
  }
}

/** Runs reads without Kysely. */
class PooledAdapter extends PostgresAdapter implements PooledReads {
  readonly pooledRows: PooledReads['pooledRows']

  constructor(pooledRows: PooledReads['pooledRows']) {
    super()
    this.pooledRows = pooledRows
  }
}

/** Kysely's PostgreSQL dialect, restricted to one schema for introspection. */
export class OneSchemaDialect extends PostgresDialect {
  readonly #schema: string
  readonly #pooledRows: PooledReads['pooledRows'] | undefined

  /** @param pooledRows runs reads without Kysely; absent where statements take turns at one connection */
  constructor(pool: PostgresPool, schema: string, pooledRows?: PooledReads['pooledRows']) {
    super({ pool })
    this.#schema = schema
    this.#pooledRows = pooledRows
  }

  override createAdapter(): DialectAdapter {
    return this.#pooledRows ? new PooledAdapter(this.#pooledRows) : super.createAdapter()
  }

  override createIntrospector(db: Db): DatabaseIntrospector {
    return ownIntrospector(db, this.#schema)
  }
}
