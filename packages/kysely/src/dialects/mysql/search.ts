import { type SqlBool, sql } from 'kysely'
import type { TextConditions, TextSearch } from '../dialect.js'
import { foldedPattern } from './folded-pattern.js'

/** The columns' own collation takes letters for the same that are not, such as all emoji. */
const matches = (column: string, pattern: string) =>
  sql<SqlBool>`${sql.ref(column)} regexp ${pattern} collate utf8mb4_bin`

const holds: TextConditions['holds'] = (column, part) => matches(column, foldedPattern(part))

const startsWith: TextConditions['startsWith'] = (column, part) => matches(column, `^${foldedPattern(part)}`)

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
