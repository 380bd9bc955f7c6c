import { type Column, isOf411, type Table, type Tables } from '@opensupports/core/schema'
import { type QueryExecutorProvider, sql } from 'kysely'
import {
  columnDefinition,
  createIndexStatement,
  type Ddl,
  isNullable,
  lowerCaseAddresses,
  type Missing,
  referenceClause,
  typeOf as typeIn,
  type Words,
} from '../../ddl/index.js'
import type { Db } from '../../schema.js'
import { fillGrams, gramTables, noteOldEdits } from './grams/index.js'

export const words: Words = {
  types: {
    int: 'int unsigned',
    big: 'bigint',
    flag: 'tinyint unsigned',
    minute: 'double',
    millis: 'bigint',
    name: 'varchar(255)',
    address: 'varchar(255)',
    text: 'mediumtext',
  },
  line: (length = 500) => `varchar(${length})`,
  id: 'int unsigned not null auto_increment primary key',
  quote: (name) => `\`${name}\``,
}

export const collation = 'character set utf8mb4 collate utf8mb4_unicode_ci'
const ownCollation = 'character set utf8mb4 collate utf8mb4_bin'

const constraint = (table: string, name: string, column: Column) =>
  `constraint \`c_fk_${table}_${name}\` foreign key (\`${name}\`)${referenceClause(words, column)}`

export function createTable(name: string, { columns, key }: Table): string {
  const all = Object.entries(columns)
  const lines = [
    ...all.map(([column, described]) => columnDefinition(words, name, column, described)),
    ...all.flatMap(([column, described]) =>
      described.references ? constraint(name, column, described) : [],
    ),
    ...(key ? [`primary key (\`${key}\`)`] : []),
  ]
  return `create table \`${name}\` (${lines.join(', ')}) engine = InnoDB ${isOf411(name) ? collation : ownCollation}`
}

/** Returns whether the column has a binary collation, so that texts are equal only if all bytes are. */
export const isExact = ({ kind, exact }: Column): boolean => kind === 'address' || exact === true

const typeOf = (column: Column) => typeIn(words, column)

/** Other binary collations ignore trailing blanks. */
async function exactCollation(db: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select collation_name as name from information_schema.collations
    where collation_name in ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')`.execute(db)
  return rows[0]?.name ?? 'utf8mb4_bin'
}

/** Gives columns the exact collation: the added ones, and those that lack it. */
async function makeExact(
  db: QueryExecutorProvider,
  tables: Tables,
  added: Missing,
  exact: string,
): Promise<void> {
  const change = async (table: string, name: string, type: string, isNullable: boolean) => {
    const definition = `\`${name}\` ${type} character set utf8mb4 collate ${exact} ${isNullable ? '' : 'not '}null`
    await sql.raw(`alter table \`${table}\` modify ${definition}`).execute(db)
  }
  const ofTables = added.tables.flatMap((table) =>
    Object.entries(tables[table]?.columns ?? {}).map(([name, column]) => ({ table, name, column })),
  )
  const ours = [...ofTables, ...added.columns].filter(({ column }) => isExact(column))
  for (const { table, name, column } of ours)
    await change(table, name, typeOf(column), isNullable(table, column))
  const changed = new Set(ours.map(({ table, name }) => `${table}.${name}`))
  const found = await sql<{ table: string; name: string; type: string; nullable: string }>`
    select table_name as \`table\`, column_name as name, column_type as type, is_nullable as nullable
    from information_schema.columns where table_schema = database() and collation_name <> ${exact}`.execute(
    db,
  )
  for (const { table, name, type, nullable } of found.rows) {
    const column: Column | undefined = tables[table]?.columns[name]
    if (!column || !isExact(column) || changed.has(`${table}.${name}`)) continue
    await change(table, name, type, nullable === 'YES')
  }
}

/**
 * Index prefix lengths. With an index on the whole column, MySQL would return bans in index order, and 4.11 would list
 * them in that order.
 */
const partOfColumn: Readonly<Record<string, number>> = { os_ban_email: 254 }

/** @param collationOf returns the collation of exact columns */
export const mysqlDdlWith = (collationOf: (db: Db) => Promise<string>): Ddl => ({
  createTable,
  addColumn: (table, name, column) =>
    [
      `alter table \`${table}\` add column ${columnDefinition(words, table, name, column)}`,
      ...(column.references ? [`add ${constraint(table, name, column)}`] : []),
    ].join(', '),
  createIndex: (order) =>
    createIndexStatement(
      words,
      order,
      order.columns.map(({ name, order: direction }) => {
        const length = partOfColumn[order.name]
        return `\`${name}\`${length ? `(${length})` : ''}${direction === 'desc' ? ' desc' : ''}`
      }),
    ),
  functions: [],
  indexColumns: sql`select table_name as \`table\`, index_name as name, non_unique = 0 as \`unique\`, column_name as \`column\`
    from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index`,
  searchIndexes: (shape) =>
    Object.entries(gramTables).flatMap(([name, statement]) => (shape.has(name) ? [] : statement)),
  async completeSearchIndexes(db) {
    await noteOldEdits(db)
    await fillGrams(db)
  },
  finishColumns: async (db, tables, added) => makeExact(db, tables, added, await collationOf(db)),
  steps: {
    async '0006-exact-names'(db) {
      const { rows } = await sql`select 1 from information_schema.statistics
        where table_schema = database() and index_name = 'os_ban_email' and sub_part is null`.execute(db)
      if (rows.length > 0) await sql`drop index os_ban_email on ban`.execute(db)
    },
    '0007-pending-addresses': lowerCaseAddresses,
    // `os_event_history` replaces it. Its foreign key needs one of the two at any time.
    async '0008-history-index'(db) {
      const { rows } = await sql`select 1 from information_schema.statistics
        where table_schema = database() and index_name = 'os_event_ticket'`.execute(db)
      if (rows.length > 0)
        await sql`alter table ticketevent add index os_event_history (ticket_id, id, type, private),
          drop index os_event_ticket`.execute(db)
    },
    // `os_ticket_listed` replaces it.
    async '0010-listed-index'(db) {
      const { rows } = await sql`select 1 from information_schema.statistics
        where table_schema = database() and index_name = 'os_ticket_searched'`.execute(db)
      if (rows.length > 0) await sql`drop index os_ticket_searched on ticket`.execute(db)
    },
  },
})

export const mysqlDdl = mysqlDdlWith(exactCollation)
