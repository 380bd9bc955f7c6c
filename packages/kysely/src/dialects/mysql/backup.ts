import { sql } from 'kysely'
import type { Db } from '../../schema.js'
import type { BackupEngine } from '../backup-engine.js'
import { clearGrams, fillGrams } from './grams/index.js'

/** The snapshot is that of the first read. */
export const mysqlBackup: BackupEngine = {
  // The ids of earlier rows are used again.
  prepare: clearGrams,
  finish: fillGrams,
  async snapshot(db) {
    const transaction = await db.startTransaction().setIsolationLevel('repeatable read').execute()
    await sql`select 1 from setting limit 1`.execute(transaction)
    return {
      db: transaction,
      close: () =>
        transaction
          .rollback()
          .execute()
          .then(() => {}),
    }
  },
  async lastIds(db) {
    const ids = new Map<string, number>()
    for (const name of await tableNames(db)) {
      const { rows } = await sql<Record<string, unknown>>`show create table ${sql.table(name)}`.execute(db)
      const [, next] = /AUTO_INCREMENT=([0-9]+)/.exec(String(rows[0]?.['Create Table'])) ?? []
      ids.set(name, next ? Number(next) - 1 : 0)
    }
    return ids
  },
  /** Inserts and deletes a row to advance the counter: `alter table … auto_increment` would commit the transaction. */
  async setLastId(db, table, lastId) {
    const highest = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(
      db,
    )
    if (lastId <= (highest.rows[0]?.id ?? 0)) return
    await sql`set @strictness = @@session.sql_mode, session sql_mode = ''`.execute(db)
    await sql`insert into ${sql.table(table)} (id) values (${lastId})`.execute(db)
    await sql`delete from ${sql.table(table)} where id = ${lastId}`.execute(db)
    await sql`set session sql_mode = @strictness`.execute(db)
  },
}

async function tableNames(db: Db): Promise<string[]> {
  const { rows } = await sql<Record<string, string>>`show tables`.execute(db)
  return rows.flatMap((row) => Object.values(row))
}
