import { sql } from 'kysely'
import type { Db } from '../../schema.js'

/**
 * Implements `Dialect.nextPlaces`. Reads the highest ticket id without a lock, since ids only grow. `last_insert_id(…)`
 * returns the new value as the insert id, so no second query can see a concurrent increment.
 */
export async function nextPlaces(db: Db, count: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0) as id from ticket`.execute(db)
  const above = Number(rows[0]?.id ?? 0) + count
  const next = sql`insert into os_counter (name, value) values ('ticket', last_insert_id(${above}))
    on duplicate key update value = last_insert_id(greatest(os_counter.value + ${count}, values(value)))`
  return Number((await next.execute(db)).insertId ?? count) - count + 1
}
