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

function loader(file: string): Loader {
  const db = openSqlite(file)
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -200000')
  db.pragma('foreign_keys = OFF')
  return {
    rows: async (sql) => db.prepare(sql).all() as Row[],
    run: async (sql) => void db.exec(sql),
    async fill(table, rows) {
      for (const batch of batches(rows, 20_000)) {
        const names = Object.keys(batch[0] ?? {})
        const columns = names.map((name) => `"${name}"`).join(', ')
        const insert = db.prepare(
          `insert into "${table}" (${columns}) values (${names.map((name) => `@${name}`).join(', ')})`,
        )
        db.transaction(() => {
          for (const row of batch) insert.run(row)
        })()
      }
    },
    async close() {
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
