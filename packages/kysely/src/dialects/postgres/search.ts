import { foldedText } from '@opensupports/core'
import { type SqlBool, sql } from 'kysely'
import type { TextConditions, TextSearch } from '../dialect.js'

/** A part, as the function `os_folded` of the database makes texts, literally: what means something to `like` loses its meaning. */
const pattern = (part: string) => foldedText(part).replace(/[\\%_]/g, '\\$&')

const holds: TextConditions['holds'] = (column, part) =>
  sql<SqlBool>`os_folded(${sql.ref(column)}::text) like ${`%${pattern(part)}%`}`

const startsWith: TextConditions['startsWith'] = (column, part) =>
  sql<SqlBool>`os_folded(${sql.ref(column)}::text) like ${`${pattern(part)}%`}`

/** The index knows sequences of three characters, and helps with longer texts by itself. */
function textSearch(text: string): TextSearch {
  const inNumber = /^[0-9]{1,7}$/.test(text)
    ? sql<SqlBool>`t.ticket_number::text like ${`%${text}%`}`
    : sql<SqlBool>`1 = 0`
  // Each place by itself, through its own index: joined by `or`, they would have every ticket read.
  const inTexts = sql<SqlBool>`t.id in (select x.id from ticket x where ${holds('x.title', text)}
    union all select x.id from ticket x where ${holds('x.content', text)}
    union all select e.ticket_id from ticketevent e where e.type = 'COMMENT' and ${holds('e.content', text)})`
  const [inTitle, inContent] = [holds('t.title', text), holds('t.content', text)]
  return {
    found: sql<SqlBool>`(${inNumber} or ${inTexts})`,
    rank: sql<number>`case when ${inNumber} then 1 when ${startsWith('t.title', text)} then 2 when ${inTitle} then 3
      when ${inContent} then 4 else 5 end`,
  }
}

export const postgresText: TextConditions = { holds, startsWith, textSearch }
