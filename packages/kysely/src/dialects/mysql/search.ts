import { type SqlBool, sql } from 'kysely'
import type { TextConditions, TextSearch } from '../dialect.js'

/** The collation of the columns compares without case and accents by itself. */
const folded = (column: string) => sql`${sql.ref(column)} collate utf8mb4_unicode_ci`

/** `locate` counts bytes: it does not find a letter in one with an accent, which has more of them. */
const matches = (column: string, pattern: string) =>
  sql<SqlBool>`${folded(column)} like ${pattern} escape '|'`

const literally = (part: string) => part.replace(/[|%_]/g, '|$&')

const holds: TextConditions['holds'] = (column, part) => matches(column, `%${literally(part)}%`)

const startsWith: TextConditions['startsWith'] = (column, part) => matches(column, `${literally(part)}%`)

/** Reads every ticket that is left: MariaDB has no index of parts of words. */
function textSearch(text: string): TextSearch {
  const inNumber = /^[0-9]{1,7}$/.test(text)
    ? sql<SqlBool>`locate(${text}, concat(t.ticket_number, '')) > 0`
    : sql<SqlBool>`1 = 0`
  const inComment = sql<SqlBool>`exists (select 1 from ticketevent e where e.ticket_id = t.id and e.type = 'COMMENT'
    and ${holds('e.content', text)})`
  const [inTitle, inContent] = [holds('t.title', text), holds('t.content', text)]
  return {
    found: sql<SqlBool>`(${inNumber} or ${inTitle} or ${inContent} or ${inComment})`,
    rank: sql<number>`case when ${inNumber} then 1 when ${startsWith('t.title', text)} then 2 when ${inTitle} then 3
      when ${inContent} then 4 else 5 end`,
  }
}

export const mysqlText: TextConditions = { holds, startsWith, textSearch }
