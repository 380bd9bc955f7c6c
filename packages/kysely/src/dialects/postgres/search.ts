import { foldedText } from '@opensupports/core'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { mostHits, mostRead, mostTitles, type TextConditions } from '../dialect.js'
import { numbersWith } from '../numbers-with.js'

/** Escapes what has a meaning in the pattern of `like`, in a text folded as the function `os_folded` does. */
const pattern = (part: string) => foldedText(part).replace(/[\\%_]/g, '\\$&')

const holds: TextConditions['holds'] = (column, part) =>
  sql<SqlBool>`os_folded(${sql.ref(column)}::text) like ${`%${pattern(part)}%`}`

const startsWith: TextConditions['startsWith'] = (column, part) =>
  sql<SqlBool>`os_folded(${sql.ref(column)}::text) like ${`${pattern(part)}%`}`

/** The trigram index helps with texts of three characters or more. */
const isIndexed = (text: string) => [...foldedText(text)].length >= 3

/** The newest tickets are enough for texts that no index finds. */
const tickets = (text: string) =>
  isIndexed(text)
    ? sql`ticket`
    : sql`(select id, title, content from ticket order by id desc limit ${sql.lit(mostRead)})`

const comments = (text: string) =>
  isIndexed(text)
    ? sql`ticketevent`
    : sql`(select id, ticket_id, type, content from ticketevent where type = 'COMMENT'
        order by id desc limit ${sql.lit(mostRead)})`

/** Each place by itself, through its own index: joined by `or`, they would have every ticket read. */
async function anywhere(_: Db, text: string) {
  const places = [
    ...inNumbers(text),
    sql`select x.id, case when ${startsWith('x.title', text)} then 2 else 3 end as place
      from ${tickets(text)} x where ${holds('x.title', text)} order by x.id desc limit ${sql.lit(mostHits)}`,
    sql`select x.id, 4 as place from ${tickets(text)} x where ${holds('x.content', text)}
      order by x.id desc limit ${sql.lit(mostHits)}`,
    sql`select e.ticket_id as id, 5 as place from ${comments(text)} e
      where e.type = 'COMMENT' and ${holds('e.content', text)} order by e.id desc limit ${sql.lit(mostHits)}`,
  ]
  return sql<{ id: number; place: number }>`${sql.join(
    places.map((place) => sql`(${place})`),
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
    sql`select id, 1 as place from (${newest}) x where ticket_number::text like ${`%${text}%`}
    limit ${sql.lit(mostHits)}`,
  ]
}

const inTitles = async (_: Db, part: string) =>
  sql`select x.id from ${tickets(part)} x where ${holds('x.title', part)}
    order by x.id desc limit ${sql.lit(mostTitles)}`

export const postgresText: TextConditions = { holds, startsWith, anywhere, inTitles }
