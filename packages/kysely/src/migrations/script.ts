import { type Tables, tables } from '@opensupports/core/schema'
import {
  type CompiledQuery,
  type Dialect as KyselyDialect,
  type MysqlPool,
  type PostgresPool,
  type SqliteDatabase,
  SqliteDialect,
  sql,
} from 'kysely'
import { mysqlDates } from '../dialects/mysql/dates.js'
import { mysqlDdlWith } from '../dialects/mysql/ddl.js'
import { MysqlLikeOthers } from '../dialects/mysql/statements.js'
import { postgresDates } from '../dialects/postgres/dates.js'
import { postgresDdl } from '../dialects/postgres/ddl.js'
import { OneSchemaDialect } from '../dialects/postgres/own-introspector.js'
import { sqliteDates } from '../dialects/sqlite/dates.js'
import { sqliteDdl } from '../dialects/sqlite/ddl.js'
import { checkedSchema } from '../schema-name.js'
import type { Target } from './add-missing.js'
import { migrationsOf } from './index.js'
import { recordingDatabase } from './recording.js'

/** The kinds of databases for which SQL is written. */
export const sqlEngines = ['sqlite', 'postgres', 'mysql', 'mariadb'] as const

/** A kind of database for which SQL is written. */
export type SqlEngine = (typeof sqlEngines)[number]

interface Writer {
  readonly kysely: KyselyDialect
  readonly parts: Pick<Target['dialect'], 'ddl' | 'dates'>
  /** Around the statements. MySQL commits each statement that changes a table. */
  readonly begin: readonly string[]
  readonly end: readonly string[]
}

const unused = <T>(): T => ({}) as T

function writerFor(engine: SqlEngine, schema: string): Writer {
  switch (engine) {
    case 'sqlite':
      return {
        kysely: new SqliteDialect({ database: unused<SqliteDatabase>() }),
        parts: { ddl: sqliteDdl, dates: sqliteDates },
        begin: ['begin'],
        end: ['commit'],
      }
    case 'postgres': {
      const create = schema === 'public' ? [] : [`create schema if not exists "${schema}"`]
      return {
        kysely: new OneSchemaDialect(unused<PostgresPool>(), schema),
        parts: { ddl: postgresDdl(schema), dates: postgresDates },
        begin: ['begin', ...create, `set local search_path to "${schema}", public`],
        end: ['commit'],
      }
    }
    default: {
      const collation = engine === 'mysql' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin'
      return {
        kysely: new MysqlLikeOthers({ pool: unused<MysqlPool>() }),
        parts: { ddl: mysqlDdlWith(async () => collation), dates: mysqlDates },
        begin: [],
        end: [],
      }
    }
  }
}

/**
 * Returns the SQL that creates all tables in an empty database, for people who apply it themselves.
 *
 * @param schema the schema of the tables on PostgreSQL; it is created if it is missing
 */
export const sqlFromNothing = (engine: SqlEngine, schema = 'public'): Promise<string> =>
  script(engine, checkedSchema(schema), undefined, tables)

/** Returns the SQL of the migrations that are pending in a database; empty if none is. */
export const sqlOfPending = (engine: SqlEngine, target: Target): Promise<string> =>
  script(engine, target.schema ?? 'public', target, target.tables)

async function script(
  engine: SqlEngine,
  schema: string,
  real: Target | undefined,
  described: Tables,
): Promise<string> {
  const { kysely, parts, begin, end } = writerFor(engine, schema)
  const { db, written } = recordingDatabase(kysely, real?.db)
  const dialect: Target['dialect'] = {
    ...parts,
    tableNames: sql`select null as name`,
    // A server says itself which collation it has.
    ...(real ? { tableNames: real.dialect.tableNames, ddl: real.dialect.ddl } : {}),
  }
  const target: Target = { db, dialect, tables: described, ...(engine === 'postgres' ? { schema } : {}) }
  const { migrations, hasJournal, done } = await migrationsOf(target)
  const names = Object.keys(migrations)
    .filter((name) => !done.has(name))
    .sort()
  if (names.length === 0) return ''
  for (const name of names) await migrations[name]?.up(db)
  const statements = [
    ...begin,
    ...written.map((query) => withValues(query, engine)),
    ...(hasJournal ? [] : journal),
    ...names.map(
      (name) => `insert into os_migration (name, timestamp) values ('${name}', current_timestamp)`,
    ),
    ...end,
  ]
  return statements.map((statement) => `${statement};\n`).join('')
}

/** The tables in which Kysely notes the executed migrations. */
const journal = [
  'create table os_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)',
  'create table os_migration_lock (id varchar(255) not null primary key, is_locked integer default 0 not null)',
  "insert into os_migration_lock (id, is_locked) values ('migration_lock', 0)",
]

/** Returns a statement with its values in place of the parameters. */
function withValues({ sql: text, parameters }: CompiledQuery, engine: SqlEngine): string {
  if (engine === 'sqlite' && /^\s*(?:insert|update)\b/i.test(text) && text.includes('os_folded('))
    throw new Error(
      'the index of texts has to be filled by a function that no client of SQLite has: run `opensupports migrate`',
    )
  if (parameters.length === 0) return text
  const values = parameters.map((value) => literal(value, engine))
  let next = 0
  return engine === 'postgres'
    ? text.replace(/\$(\d+)/g, (_, place: string) => values[Number(place) - 1] ?? 'null')
    : text.replace(/\?/g, () => values[next++] ?? 'null')
}

function literal(value: unknown, engine: SqlEngine): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  const text = String(value).replaceAll("'", "''")
  const hasEscapes = engine === 'mysql' || engine === 'mariadb'
  return `'${hasEscapes ? text.replaceAll('\\', '\\\\') : text}'`
}
