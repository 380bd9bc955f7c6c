import { resolve } from 'node:path'
import Database from 'better-sqlite3'
import { type Dialect, Kysely, SqliteDialect, sql } from 'kysely'
import type { Db, Schema } from '../../schema.js'
import type { BackupEngine, Snapshot } from '../backup-engine.js'
import { whenFree } from './patient-sqlite.js'
import { type ReadThreads, threadDialect } from './threads/index.js'

/**
 * Returns the backup engine of a SQLite database, in a file or in memory.
 *
 * @param threads read a file; absent for a database in memory
 */
export function sqliteBackup(database: Database.Database, threads?: ReadThreads): BackupEngine {
  // The process may change its folder later.
  const file = resolve(database.name)
  return {
    async snapshot(db) {
      // Copy a database in memory between two transactions; read a file beside its writers.
      if (database.memory)
        return snapshotOf(
          onThisThread(new Database(await db.connection().execute(async () => database.serialize()))),
        )
      // The reader of a backup may be slow, so a thread reads for others meanwhile.
      return threads && (await threads.canStart())
        ? snapshotOf(threadDialect({ take: () => threads.shared() }))
        : snapshotOf(onThisThread(new Database(file, { readonly: true, fileMustExist: true, timeout: 0 })))
    },
    lastIds,
    setLastId,
  }
}

const onThisThread = (database: Database.Database): Dialect => new SqliteDialect({ database })

async function snapshotOf(dialect: Dialect): Promise<Snapshot> {
  const db = new Kysely<Schema>({ dialect })
  try {
    const transaction = await db.startTransaction().execute()
    // The snapshot begins with the first read.
    await whenFree(() => sql`select count(*) from sqlite_schema`.execute(transaction))
    return {
      db: transaction,
      async close() {
        await transaction.rollback().execute()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

async function lastIds(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; seq: number }>`select name, seq from sqlite_sequence`.execute(db)
  return new Map(rows.map(({ name, seq }) => [name, seq]))
}

async function setLastId(db: Db, table: string, lastId: number): Promise<void> {
  const highest = sql`max(${lastId}, coalesce((select max(id) from ${sql.table(table)}), 0))`
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db)
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${highest})`.execute(db)
}
