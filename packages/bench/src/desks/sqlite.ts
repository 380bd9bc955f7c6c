import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { foldedText } from '@opensupports/core'
import Database from 'better-sqlite3'
import { batches } from './batches.js'
import type { Engine, Loader, Row } from './engine.js'

/** Opens a database file, with the SQL function that the triggers of its search index call. */
export function openSqlite(file: string): Database.Database {
  const db = new Database(file)
  db.function('os_folded', { deterministic: true }, (text) =>
    typeof text === 'string' ? foldedText(text) : null,
  )
  return db
}

const remove = (file: string) => {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}

/** Bytes of an index of texts that are sorted in memory before they are written. SQLite's default is a megabyte. */
const bytesSorted = 128_000_000
const defaultBytesSorted = 1_048_576

interface Definition {
  readonly type: string
  readonly name: string
  readonly tbl_name: string
  readonly sql: string
}

/** The statement that a trigger runs for a new row, for all rows. */
const forAllRows = ({ tbl_name, sql }: Definition): string =>
  sql
    .slice(sql.indexOf(' begin ') + ' begin '.length, sql.lastIndexOf(' end'))
    .replace(' where ', ` from ${tbl_name} new where `)

/** Drops the indexes and triggers of the tables, and returns a function that makes and fills them again. */
function withoutIndexes(db: Database.Database): () => void {
  const defined = db
    .prepare<[], Definition>(
      `select type, name, tbl_name, sql from sqlite_schema where (type = 'trigger' and sql like '% after %')
        or (type = 'index' and sql like 'create index%') order by type`,
    )
    .all()
  for (const { type, name } of defined) db.exec(`drop ${type} "${name}"`)
  return () => {
    const added = defined.filter(({ name }) => name.endsWith('_text_added'))
    for (const trigger of added) {
      const index = trigger.name.slice(0, -'_added'.length)
      const sort = (bytes: number) =>
        db.exec(`insert into ${index} (${index}, rank) values ('hashsize', ${bytes})`)
      // The rows that the helpdesk wrote are in it.
      db.exec(`insert into ${index} (${index}) values ('delete-all')`)
      sort(bytesSorted)
      db.exec(forAllRows(trigger))
      sort(defaultBytesSorted)
    }
    for (const { sql } of defined) db.exec(sql)
  }
}

function loader(file: string): Loader {
  const db = openSqlite(file)
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -400000')
  db.pragma('foreign_keys = OFF')
  let fillIndexes: (() => void) | undefined
  return {
    rows: async (sql) => db.prepare(sql).all() as Row[],
    run: async (sql) => void db.exec(sql),
    async fill(table, rows) {
      // Making an index takes a fraction of the time of adding the rows one by one.
      fillIndexes ??= withoutIndexes(db)
      for (const batch of batches(rows, 20_000)) {
        const names = Object.keys(batch[0] ?? {})
        const columns = names.map((name) => `"${name}"`).join(', ')
        const insert = db.prepare(
          `insert into "${table}" (${columns}) values (${names.map(() => '?').join(', ')})`,
        )
        db.transaction(() => {
          for (const row of batch) insert.run(Object.values(row))
        })()
      }
    },
    async close() {
      fillIndexes?.()
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    },
  }
}

export const sqliteEngine: Engine = {
  name: 'sqlite',
  title: 'SQLite',
  async create(folder, name) {
    const file = join(folder, `${name}.db`)
    remove(file)
    return file
  },
  drop: async (file) => remove(file),
  load: async (file) => loader(file),
  serverClock: async () => undefined,
  async version(file) {
    const db = new Database(file, { readonly: true })
    const version = db.prepare('select sqlite_version()').pluck().get()
    db.close()
    return `SQLite ${version}`
  },
}
