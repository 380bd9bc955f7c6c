import { sql } from 'kysely'
import type { Db } from '../../schema.js'

/** What an expression gave goes back with the answer as if it were a new id: nobody can come between. */
const next = sql`insert into os_counter (name, value)
  values ('ticket', last_insert_id((select coalesce(max(id), 0) + 1 from ticket)))
  on duplicate key update value = last_insert_id(greatest(os_counter.value + 1, values(value)))`

export const nextPlace = async (db: Db): Promise<number> => Number((await next.execute(db)).insertId ?? 1)
