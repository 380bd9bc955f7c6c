import { type SqlBool, sql } from 'kysely'
import { mostHits, mostRead, mostTitles, type TextConditions } from '../dialect.js'
import { numbersWith } from '../numbers-with.js'
import { foldedPattern } from './folded-pattern.js'

/** The columns' collation treats different letters as equal, such as all emoji. */
const matches = (column: string, pattern: string) =>
  sql<SqlBool>`${sql.ref(column)} regexp ${pattern} collate utf8mb4_bin`

const holds: TextConditions['holds'] = (column, part) => matches(column, foldedPattern(part))

const startsWith: TextConditions['startsWith'] = (column, part) => matches(column, `^${foldedPattern(part)}`)

/** MariaDB has no index of parts of words: all texts are read, from the newest on, until enough are found. */
function anywhere(text: string) {
  const places = [
    ...inNumbers(text),
    sql`select x.id, case when ${startsWith('x.title', text)} then 2 else 3 end as place
      from ticket x where ${holds('x.title', text)} order by x.id desc limit ${sql.lit(mostHits)}`,
    sql`select x.id, 4 as place from ticket x where ${holds('x.content', text)}
      order by x.id desc limit ${sql.lit(mostHits)}`,
    sql`select e.ticket_id as id, 5 as place from ticketevent e
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
    sql`select x.id, 1 as place from (${newest}) x where locate(${text}, concat(x.ticket_number, '')) > 0
    limit ${sql.lit(mostHits)}`,
  ]
}

const inTitles = (part: string) =>
  sql`select x.id from ticket x where ${holds('x.title', part)} order by x.id desc limit ${sql.lit(mostTitles)}`

export const mysqlText: TextConditions = { holds, startsWith, anywhere, inTitles }
