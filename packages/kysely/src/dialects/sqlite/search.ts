import { foldedText } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TextConditions, TextSearch } from '../dialect.js'

/** Whether a column holds a part, literally, without case. Reads every row that is left. */
const holds = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`instr(os_folded(${sql.ref(column)}), ${foldedText(part)}) > 0`

/** Whether a column starts with a part, literally, without case. */
const startsWith = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`substr(os_folded(${sql.ref(column)}), 1, ${[...foldedText(part)].length}) = ${foldedText(part)}`

/** The index knows sequences of three characters; shorter texts are looked for row by row. */
function textSearch(text: string): TextSearch {
  const inNumber = /^[0-9]{1,7}$/.test(text)
    ? sql<SqlBool>`instr(cast(t.ticket_number as text), ${text}) > 0`
    : sql<SqlBool>`1 = 0`
  const folded = foldedText(text)
  const places = [...folded].length >= 3 ? indexed(folded) : scanned(text)
  return {
    found: sql<SqlBool>`(${inNumber} or ${places.anywhere} or ${places.comment})`,
    rank: sql<number>`case when ${inNumber} then 1 when ${places.titleStart} then 2 when ${places.title} then 3
      when ${places.content} then 4 else 5 end`,
  }
}

/** The index holds folded texts, and compares exactly. */
function indexed(folded: string) {
  const phrase = `"${folded.replaceAll('"', '""')}"`
  const matches = (query: string) =>
    sql<SqlBool>`t.id in (select rowid from os_ticket_text where os_ticket_text match ${query})`
  return {
    anywhere: matches(phrase),
    titleStart: matches(`title : ^ ${phrase}`),
    title: matches(`title : ${phrase}`),
    content: matches(`content : ${phrase}`),
    comment: sql<SqlBool>`t.id in (select e.ticket_id from os_comment_text c join ticketevent e on e.id = c.rowid
      where os_comment_text match ${phrase})`,
  }
}

function scanned(text: string) {
  return {
    anywhere: sql<SqlBool>`(${holds('t.title', text)} or ${holds('t.content', text)})`,
    titleStart: startsWith('t.title', text),
    title: holds('t.title', text),
    content: holds('t.content', text),
    comment: sql<SqlBool>`exists (select 1 from ticketevent e where e.ticket_id = t.id and e.type = 'COMMENT'
      and ${holds('e.content', text)})`,
  }
}

export const sqliteText: TextConditions = { holds, startsWith, textSearch }
