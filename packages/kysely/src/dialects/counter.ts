import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'

const next = statement((db) =>
  db
    .insertInto('os_counter')
    .values({ name: 'ticket', value: sql<number>`(select coalesce(max(id), 0) + 1 from ticket)` })
    .onConflict((clash) =>
      clash.column('name').doUpdateSet({
        value: sql<number>`case when os_counter.value >= excluded.value then os_counter.value + 1 else excluded.value end`,
      }),
    )
    .returning('value'),
)

/** Implements `Dialect.nextPlace` for databases with `returning`. */
export const nextPlace = async (db: Db): Promise<number> => Number((await next(db, {}))[0]?.value ?? 1)
