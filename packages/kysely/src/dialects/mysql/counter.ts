import { sql } from 'kysely'
import type { Db } from '../../schema.js'

/**
 * Implements `Dialect.nextPlaces`. Reads the highest ticket id without a lock, since ids only grow. `last_insert_id(…)`
 * makes the statement itself return the new value, as its insert id. A second query might read what another connection
 * has counted since.
 */
export async function nextPlaces(db: Db, count: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0) as id from ticket`.execute(db)
  const above = Number(rows[0]?.id ?? 0) + count
  const next = sql`insert into os_counter (name, value) values ('ticket', last_insert_id(${above}))
    on duplicate key update value = last_insert_id(greatest(os_counter.value + ${count}, values(value)))`
  return Number((await next.execute(db)).insertId ?? count) - count + 1
}
