import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { BackupEngine } from './backup.js'
import type { Schema } from './schema.js'

/** Backups of a SQLite database, which may be one in memory. */
export const sqliteBackup = (database: Database.Database): BackupEngine => ({
  async snapshot(db) {
    // A copy of what is in memory, between two transactions; of a file, a look that its write-ahead log leaves alone.
    const copy = database.memory
      ? new Database(await db.connection().execute(async () => database.serialize()))
      : new Database(database.name, { readonly: true, fileMustExist: true, timeout: 10_000 })
    const second = new Kysely<Schema>({ dialect: new SqliteDialect({ database: copy }) })
    try {
      const transaction = await second.startTransaction().execute()
      // It begins with the first look.
      await sql`select count(*) from sqlite_schema`.execute(transaction)
      return {
        db: transaction,
        async close() {
          await transaction.rollback().execute()
          await second.destroy()
        },
      }
    } catch (error) {
      await second.destroy()
      throw error
    }
  },
  async lastIds(db) {
    const { rows } = await sql<{ name: string; seq: number }>`select name, seq from sqlite_sequence`.execute(
      db,
    )
    return new Map(rows.map(({ name, seq }) => [name, seq]))
  },
  async setLastId(db, table, lastId) {
    const highest = sql`max(${lastId}, coalesce((select max(id) from ${sql.table(table)}), 0))`
    await sql`delete from sqlite_sequence where name = ${table}`.execute(db)
    await sql`insert into sqlite_sequence (name, seq) values (${table}, ${highest})`.execute(db)
  },
})
