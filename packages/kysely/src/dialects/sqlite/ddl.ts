import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Table } from '@opensupports/core/schema'
import { sql } from 'kysely'
import {
  columnDefinition,
  createIndexStatement,
  type Ddl,
  lowerCaseAddresses,
  referenceClause,
  type Shape,
  type Words,
} from '../../ddl/index.js'
import type { Db } from '../../schema.js'

const words: Words = {
  types: {
    int: 'integer',
    big: 'integer',
    flag: 'integer',
    minute: 'real',
    millis: 'integer',
    name: 'text collate nocase',
    address: 'text collate nocase',
    text: 'text',
  },
  line: () => 'text',
  id: 'integer primary key autoincrement',
  quote: (name) => `"${name}"`,
}

function createTable(name: string, { columns, key }: Table): string {
  const lines = Object.entries(columns).map(
    ([column, described]) =>
      columnDefinition(words, name, column, described) + referenceClause(words, described),
  )
  if (key) lines.push(`primary key ("${key}")`)
  return `create table "${name}" (${lines.join(', ')})${key ? ' without rowid' : ''}`
}

/** The texts of a table that an index finds. */
interface Indexed {
  readonly table: string
  readonly columns: readonly string[]
  /** The condition of the indexed rows. */
  readonly rows: string
}

/**
 * Keeps the index from merging its parts as soon as a tenth of a part is deleted, which blocks the event loop for half a
 * second and more. It merges them when rows are added, and then drops what is deleted.
 */
const keepDeleted = (index: string) => `insert into ${index} (${index}, rank) values ('deletemerge', 0)`

/** Indexes the folded texts of a table's rows by their ids, in a trigram index that finds parts of words. */
function searchIndex(index: string, { table, columns, rows }: Indexed): string[] {
  const folded = (row: string) => columns.map((column) => `os_folded(${row}.${column})`).join(', ')
  const names = columns.join(', ')
  const add = `insert into ${index} (rowid, ${names}) select new.id, ${folded('new')} where ${rows.replaceAll('row.', 'new.')};`
  const remove = `delete from ${index} where rowid = old.id;`
  return [
    `create virtual table ${index} using fts5 (${names}, content='', contentless_delete=1,
      tokenize='trigram case_sensitive 1')`,
    keepDeleted(index),
    `create trigger ${index}_added after insert on ${table} begin ${add} end`,
    `create trigger ${index}_removed after delete on ${table} begin ${remove} end`,
    `create trigger ${index}_changed after update of ${names} on ${table} begin ${remove} ${add} end`,
  ]
}

/** The most rows that a statement adds to an index, during which SQLite blocks the event loop. */
const rowsAtOnce = 200

/** Adds the rows of a table to its new index, and lets other work go on between them. */
async function fill(db: Db, index: string, { table, columns, rows }: Indexed): Promise<void> {
  const names = columns.join(', ')
  const folded = columns.map((column) => `os_folded(row.${column})`).join(', ')
  const add = `insert into ${index} (rowid, ${names}) select row.id, ${folded} from ${table} row where ${rows}`
  for (let last = 0; ; await nextTurn()) {
    const next = sql<{ id: number | null }>`select max(id) as id
      from (select id from ${sql.table(table)} where id > ${last} order by id limit ${sql.lit(rowsAtOnce)})`
    const id = (await next.execute(db)).rows[0]?.id ?? undefined
    if (id === undefined) return
    await sql`${sql.raw(add)} and row.id > ${last} and row.id <= ${id}`.execute(db)
    last = id
  }
}

const searchIndexes: Readonly<Record<string, Indexed>> = {
  os_ticket_text: { table: 'ticket', columns: ['title', 'content'], rows: '1 = 1' },
  os_comment_text: { table: 'ticketevent', columns: ['content'], rows: "row.type = 'COMMENT'" },
}

const missingFrom = (shape: Shape) => Object.entries(searchIndexes).filter(([name]) => !shape.has(name))

const dropSearchIndexes = Object.keys(searchIndexes).flatMap((index) => [
  ...['added', 'removed', 'changed'].map((change) => `drop trigger if exists ${index}_${change}`),
  `drop table if exists ${index}`,
])

async function run(db: Db, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export const sqliteDdl: Ddl = {
  createTable,
  addColumn: (table, name, column) =>
    `alter table "${table}" add column ${columnDefinition(words, table, name, column)}${referenceClause(words, column)}`,
  createIndex: (order) =>
    createIndexStatement(
      words,
      order,
      order.columns.map(
        ({ name, column, order }) =>
          `"${name}"${column.exact ? ' collate binary' : ''}${order === 'desc' ? ' desc' : ''}`,
      ),
    ),
  functions: [],
  indexColumns: sql`select m.tbl_name as "table", m.name, l."unique", i.name as "column"
    from sqlite_schema m join pragma_index_list(m.tbl_name) l on l.name = m.name join pragma_index_info(m.name) i
    where m.type = 'index' order by m.name, i.seqno`,
  searchIndexes: (shape) => missingFrom(shape).flatMap(([name, indexed]) => searchIndex(name, indexed)),
  async fillSearchIndexes(db, shape) {
    for (const [name, indexed] of missingFrom(shape))
      if (shape.has(indexed.table)) await fill(db, name, indexed)
  },
  steps: {
    // Their unique indexes treated names that differ in case as equal.
    '0006-exact-names': (db) =>
      run(
        db,
        ['apikey', 'tag', 'customfield'].map((table) => `drop index if exists os_${table}_name`),
      ),
    // The old index held unfolded texts.
    '0006-one-folding': (db) => run(db, dropSearchIndexes),
    // `nocase` folds only A to Z.
    '0007-pending-addresses': lowerCaseAddresses,
    // `os_event_history` replaces it.
    '0008-history-index': (db) => run(db, ['drop index if exists os_event_ticket']),
    async '0009-keep-deleted-texts'(db) {
      const names = sql.join(Object.keys(searchIndexes))
      const found = await sql<{
        name: string
      }>`select name from sqlite_schema where name in (${names})`.execute(db)
      await run(
        db,
        found.rows.map(({ name }) => keepDeleted(name)),
      )
    },
    // `os_ticket_listed` replaces it.
    '0010-listed-index': (db) => run(db, ['drop index if exists os_ticket_searched']),
  },
}
