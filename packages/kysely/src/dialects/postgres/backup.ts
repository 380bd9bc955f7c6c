import { sql } from 'kysely'
import { tablesOf411 } from '../../ddl/index.js'
import type { Db } from '../../schema.js'
import type { BackupEngine, Snapshot } from '../backup-engine.js'

/** The snapshot is that of the first read. */
async function snapshot(db: Db): Promise<Snapshot> {
  const transaction = await db.startTransaction().setIsolationLevel('repeatable read').execute()
  await sql`select 1 from setting limit 1`.execute(transaction)
  return {
    db: transaction,
    async close() {
      await transaction.rollback().execute()
    },
  }
}

export const postgresBackup = (schema: string, oneConnection: boolean): BackupEngine => ({
  oneConnection,
  snapshot,
  /** Autovacuum would do this some minutes later; until then the planner chooses sequential scans. */
  async finish(db) {
    for (const { name } of tablesOf411) await sql`analyze ${sql.table(name)}`.execute(db)
  },
  async lastIds(db) {
    const { rows } = await sql<{ name: string; last: number | null }>`
      select t.relname as name, pg_sequence_last_value(s.oid) as last
      from pg_class s join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype = 'i'
      join pg_class t on t.oid = d.refobjid where s.relkind = 'S' and t.relnamespace = ${schema}::regnamespace`.execute(
      db,
    )
    return new Map(rows.map(({ name, last }) => [name, Number(last ?? 0)]))
  },
  async setLastId(db, table, lastId) {
    if (lastId < 1) return
    const sequence = sql`pg_get_serial_sequence(${`"${schema}"."${table}"`}, 'id')`
    await sql`select setval(${sequence}, greatest(${lastId}, (select coalesce(max(id), 1) from ${sql.table(table)})))`.execute(
      db,
    )
  },
})
