import { foldedText } from '@opensupports/core'
import type { EngineName } from '../desks/index.js'
import { type Credentials, callerOf, servedBy } from './caller.js'
import { firstPage } from './views.js'
import type { Query, Work } from './work.js'

/** How one searches texts by hand through the engine's own index; the newest 2,000 of each place. */
type Places = (text: string) => Query[]

const most = 'limit 2000'

const inSqlite: Places = (text) => {
  const phrase = `"${foldedText(text).replaceAll('"', '""')}"`
  const inTicket = (query: string, place: number): Query => ({
    sql: `select rowid as id, ${place} as place from os_ticket_text where os_ticket_text match ? order by rowid desc ${most}`,
    values: [query],
  })
  return [
    inTicket(`title : ^ ${phrase}`, 2),
    inTicket(`title : ${phrase}`, 3),
    inTicket(`content : ${phrase}`, 4),
    {
      sql: `select e.ticket_id as id, 5 as place from (select rowid from os_comment_text where os_comment_text match ?
        order by rowid desc ${most}) c cross join ticketevent e where e.id = c.rowid`,
      values: [phrase],
    },
  ]
}

/** Returns the condition that the index of grams answers, for a word. */
function holdsInPostgres(column: string, word: string): Query {
  const folded = foldedText(word)
  const grams = Array.from(folded.slice(2), (_, place) => folded.slice(place, place + 3))
  return {
    sql: `(show_trgm(os_folded(${column})) collate "C") @> ? and os_folded(${column}) like ?`,
    values: [grams, `%${folded.replace(/[\\%_]/g, '\\$&')}%`],
  }
}

const inPostgres: Places = (text) => {
  const [title, content] = ['title', 'content'].map((column) => holdsInPostgres(column, text))
  const start = `${foldedText(text).replace(/[\\%_]/g, '\\$&')}%`
  return [
    {
      sql: `select id, case when os_folded(title) like ? then 2 else 3 end as place from ticket
        where ${title?.sql} order by id desc ${most}`,
      values: [start, ...(title?.values ?? [])],
    },
    {
      sql: `select id, 4 as place from ticket where ${content?.sql} order by id desc ${most}`,
      values: content?.values ?? [],
    },
    {
      sql: `select e.ticket_id as id, 5 as place from ticketevent e where e.type = 'COMMENT'
        and ${content?.sql} order by e.id desc ${most}`,
      values: content?.values ?? [],
    },
  ]
}

const placesOf: Readonly<Partial<Record<EngineName, Places>>> = { sqlite: inSqlite, postgres: inPostgres }

/** Whether a query is a whole number of a ticket. */
const isNumber = (query: string): boolean => /^[0-9]{7}$/.test(query)

/** Texts are searched for a number, too. The ticket that has it comes first. */
const ofNumber = (query: string): Query => ({
  sql: 'select id, 1 as place from ticket where ticket_number = ?',
  values: [Number(query)],
})

/** Whether the baseline searches texts on this engine. MariaDB has no index of parts of words to search by hand. */
export const searchesTexts = (engine: EngineName): boolean => engine in placesOf

const order = (owner: string) => `t.closed, t.owner_id${owner}, t.unread_staff, t.date desc, t.id desc`

interface Asked {
  readonly query?: string
  readonly authors?: string
  readonly closed?: string
}

/** Searches the tickets of a staff member who serves all departments. */
export const searches = (engine: EngineName) => {
  const first = order(engine === 'postgres' ? ' nulls first' : '')
  const page = (from: string, by: string, values: readonly unknown[], counted = from) =>
    firstPage({ ids: `select t.id ${from} order by ${by}`, counted }, values, true)
  function* byText(query: string, departments: string) {
    const places = [...(isNumber(query) ? [ofNumber(query)] : []), ...(placesOf[engine]?.(query) ?? [])]
    const union = places.map(({ sql }, index) => `select * from (${sql}) p${index}`).join(' union all ')
    const from = `from (select id, min(place) as best from (${union}) f group by id) n join ticket t on t.id = n.id
      where t.department_id in (${departments})`
    const values = places.flatMap((each) => each.values)
    return yield* page(from, `n.best, ${first}`, values)
  }
  function* search(session: Credentials, { query, authors, closed }: Asked): Work<unknown> {
    const caller = yield* callerOf(session)
    const departments = yield* servedBy(caller)
    if (query !== undefined) return yield* byText(query, departments)
    if (authors !== undefined) {
      const [author] = JSON.parse(authors) as { id: number }[]
      const from = `from ticket t where t.author_id = ? and (t.department_id + 0) in (${departments})`
      return yield* page(from, first, [author?.id])
    }
    // Walk the index of all tickets in this order, since the caller serves every department.
    const isClosed = closed === undefined ? '' : `t.closed = ${Number(closed)} and `
    return yield* page(
      `from ticket t where ${isClosed}(t.department_id + 0) in (${departments})`,
      first,
      [],
      `from ticket t where ${isClosed}t.department_id in (${departments})`,
    )
  }
  return { '/ticket/search': search }
}
