import { sql } from 'kysely'
import { isPurified } from '../../../purified-names.js'
import type { Db } from '../../../schema.js'
import { comments, lastIndexed, tickets } from './sources.js'

/** Entries of the log that are read at once. */
const entriesAtOnce = 5_000

/** The progress in the log is noted beside that of the sources. */
const log = { ...tickets, number: 3 }

/**
 * Notes the texts that OpenSupports 4.11 has changed, in a database that it may use again. It logs each change, but
 * does not note it for the index. Rows that it has added need no note.
 */
export async function noteOldEdits(db: Db): Promise<void> {
  const { rows } = await sql<{ last: number | null; known: number }>`select (select max(id) from log) as last,
    (select count(*) from os_gram_done where source = ${log.number}) as known`.execute(db)
  const last = Number(rows[0]?.last ?? 0)
  let seen = Number(rows[0]?.known) > 0 ? await lastIndexed(db, log) : last
  if (seen < last && !(await isPurified(db))) seen = last
  for (; seen < last; seen = Math.min(last, seen + entriesAtOnce)) {
    // In an insert, a conversion of other texts to a number would be an error.
    const edited = sql`log l join ticket t
        on t.ticket_number = case when l.to regexp '^[0-9]{1,9}$' then l.to + 0 end
      where l.id > ${seen} and l.id <= ${seen + entriesAtOnce} and l.type in ('EDIT_TITLE', 'EDIT_COMMENT')`
    await sql`insert into os_gram_stale (source, id) select ${sql.lit(tickets.number)}, t.id from ${edited}
      on duplicate key update source = values(source)`.execute(db)
    await sql`insert into os_gram_stale (source, id) select ${sql.lit(comments.number)}, e.id
      from ticketevent e join (select distinct t.id from ${edited}) t on t.id = e.ticket_id
      where e.type = 'COMMENT' on duplicate key update source = values(source)`.execute(db)
  }
  await sql`insert into os_gram_done (source, last_id) values (${log.number}, ${seen})
    on duplicate key update last_id = values(last_id)`.execute(db)
}
