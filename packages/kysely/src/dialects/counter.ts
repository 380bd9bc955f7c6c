import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'

const take = statement((db, { count, more }: { count: number; more: number }) =>
  db
    .insertInto('os_counter')
    .values({ name: 'ticket', value: sql<number>`(select coalesce(max(id), 0) + ${count} from ticket)` })
    .onConflict((clash) =>
      clash.column('name').doUpdateSet({
        value: sql<number>`case when os_counter.value > excluded.value - ${count} then os_counter.value + ${more} else excluded.value end`,
      }),
    )
    .returning('value'),
)

/** Implements `Dialect.nextPlaces` for databases with `returning`. */
export async function nextPlaces(db: Db, count: number): Promise<number> {
  const [row] = await take(db, { count, more: count })
  return Number(row?.value ?? count) - count + 1
}
