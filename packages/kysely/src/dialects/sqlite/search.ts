import { foldedText } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { mostHits, mostRead, mostTitles, type TextConditions } from '../dialect.js'
import { numbersWith } from '../numbers-with.js'

/** Whether a column holds a part, literally, without case. Reads every row that is left. */
const holds = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`instr(os_folded(${sql.ref(column)}), ${foldedText(part)}) > 0`

/** Whether a column starts with a part, literally, without case. */
const startsWith = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`substr(os_folded(${sql.ref(column)}), 1, ${[...foldedText(part)].length}) = ${foldedText(part)}`

/** The trigram index holds folded texts, and finds nothing shorter than three characters. */
const isIndexed = (folded: string) => [...folded].length >= 3

/** A phrase of the index's query language. */
const phraseOf = (folded: string) => `"${folded.replaceAll('"', '""')}"`

async function anywhere(_: Db, text: string) {
  const folded = foldedText(text)
  const places = [...inNumbers(text), ...(isIndexed(folded) ? indexed(phraseOf(folded)) : scanned(text))]
  return sql<{ id: number; place: number }>`${sql.join(
    places.map((place) => sql`select * from (${place})`),
    sql` union all `,
  )}`
}

function inNumbers(text: string) {
  if (!/^[0-9]{1,7}$/.test(text)) return []
  const numbers = numbersWith(text)
  if (numbers)
    return [sql`select id, 1 as place from ticket where ticket_number in (${sql.join(numbers.map(sql.lit))})`]
  const newest = sql`select id, ticket_number from ticket order by id desc limit ${sql.lit(mostRead)}`
  return [
    sql`select id, 1 as place from (${newest}) where instr(cast(ticket_number as text), ${text}) > 0
    limit ${sql.lit(mostHits)}`,
  ]
}

const inTicketText = (query: string, place: number, most = mostHits) =>
  sql`select rowid as id, ${sql.lit(place)} as place from os_ticket_text where os_ticket_text match ${query}
    order by rowid desc limit ${sql.lit(most)}`

const indexed = (phrase: string) => [
  inTicketText(`title : ^ ${phrase}`, 2),
  inTicketText(`title : ${phrase}`, 3),
  inTicketText(`content : ${phrase}`, 4),
  sql`select e.ticket_id as id, 5 as place
    from (select rowid from os_comment_text where os_comment_text match ${phrase}
      order by rowid desc limit ${sql.lit(mostHits)}) c cross join ticketevent e where e.id = c.rowid`,
]

/** Reads the newest tickets and comments. */
function scanned(text: string) {
  const tickets = sql`select id, title, content from ticket order by id desc limit ${sql.lit(mostRead)}`
  const comments = sql`select ticket_id, content from ticketevent where type = 'COMMENT'
    order by id desc limit ${sql.lit(mostRead)}`
  return [
    sql`select t.id, case when ${startsWith('t.title', text)} then 2 when ${holds('t.title', text)} then 3 else 4 end as place
      from (${tickets}) t where ${holds('t.title', text)} or ${holds('t.content', text)} limit ${sql.lit(mostHits)}`,
    sql`select e.ticket_id as id, 5 as place from (${comments}) e where ${holds('e.content', text)}
      limit ${sql.lit(mostHits)}`,
  ]
}

async function inTitles(_: Db, part: string) {
  const folded = foldedText(part)
  if (isIndexed(folded))
    return sql`select id from (${inTicketText(`title : ${phraseOf(folded)}`, 3, mostTitles)})`
  const newest = sql`select id, title from ticket order by id desc limit ${sql.lit(mostRead)}`
  return sql`select x.id from (${newest}) x where ${holds('x.title', part)} limit ${sql.lit(mostTitles)}`
}

export const sqliteText: TextConditions = { holds, startsWith, anywhere, inTitles }
