import type { TicketFilter, TicketOrder, TicketQuery } from '@opensupports/core'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { listStatement } from '../statement.js'
import {
  all,
  type Condition,
  inDepartment,
  inScope,
  remaining,
  scopeOf,
  selective,
} from './ticket-conditions.js'
import { type TicketRow, ticketHeads } from './ticket-rows.js'

/** Longer lists are counted up to this number. */
const mostCounted = 10_000

/** The most tickets to sort. For more, the query walks an index in the order of the list. */
const mostSorted = 5_000

/** The most departments to walk one by one. */
const mostParts = 100

/** One key of an order. */
interface SortKey {
  readonly expression: RawBuilder<unknown>
  /** `asc` or `desc`, with the place of nulls. */
  readonly direction: RawBuilder<unknown>
}

/** The tickets of a list: those of `source`, or all, that meet the conditions. */
interface Tickets {
  /** Selects `id`, and with a text `best`, of few tickets. */
  readonly source: RawBuilder<unknown> | undefined
  readonly conditions: readonly Condition[]
}

/** Returns the keys that decide something: not those of a text that the filter lacks, and none after an id. */
function sortKeys({ order, filter }: TicketQuery, dialect: Dialect): SortKey[] {
  const { text, titleContains } = filter
  const asked = [...order, { by: 'id' } as const].filter(
    ({ by }) =>
      (by !== 'rank' || text !== undefined) && (by !== 'titlePrefix' || titleContains !== undefined),
  )
  return asked
    .slice(0, asked.findIndex(({ by }) => by === 'id') + 1)
    .map((each) => sortKey(each, titleContains ?? '', dialect))
}

function sortKey(
  { by, desc }: TicketOrder,
  title: string,
  { text, nullsFirst, nullsLast }: Dialect,
): SortKey {
  const direction = desc ? sql`desc` : sql`asc`
  switch (by) {
    case 'id':
      return { expression: sql`t.id`, direction }
    case 'date':
      return { expression: sql`t.date`, direction }
    case 'closed':
      return { expression: sql`t.closed`, direction }
    case 'unreadStaff':
      return { expression: sql`t.unread_staff`, direction }
    case 'owner': {
      // Tickets without an owner are the lowest.
      const placed = desc ? sql`desc ${nullsLast}` : sql`asc ${nullsFirst}`
      return { expression: sql`t.owner_id`, direction: placed }
    }
    case 'titlePrefix':
      return { expression: sql`case when ${text.startsWith('t.title', title)} then 0 else 1 end`, direction }
    case 'rank':
      return { expression: sql`n.best`, direction }
  }
}

const orderBy = (keys: readonly SortKey[]) =>
  sql`order by ${sql.join(keys.map(({ expression, direction }) => sql`${expression} ${direction}`))}`

/** The source first, and each of its tickets by id: `cross join` keeps SQLite to this order. */
const fromWhere = ({ source, conditions }: Tickets) =>
  source
    ? sql`from (${source}) n cross join ticket t where t.id = n.id and ${all(conditions)}`
    : sql`from ticket t where ${all(conditions)}`

/** Returns a source of few tickets where the filter leaves few; undefined where an index has to be walked. */
async function sourceOf(
  db: Db,
  filter: TicketFilter,
  { text }: Dialect,
): Promise<RawBuilder<unknown> | undefined> {
  if (filter.text !== undefined)
    return sql`select id, min(place) as best from (${text.anywhere(filter.text)}) found group by id`
  if (filter.titleContains !== undefined) return text.inTitles(filter.titleContains)
  const conditions = selective(filter)
  if (conditions.length === 0) return undefined
  const some = (condition: Condition) =>
    sql`select t.id from ticket t where ${condition} limit ${sql.lit(mostSorted + 1)}`
  const counts = conditions.map(
    (condition, index) => sql`(select count(*) from (${some(condition)}) c) as ${sql.ref(`n${index}`)}`,
  )
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counts)}`.execute(db)
  const numbers = conditions.map((_, index) => Number(rows[0]?.[`n${index}`]))
  const fewest = conditions[numbers.indexOf(Math.min(...numbers))]
  return fewest && Math.min(...numbers) <= mostSorted ? some(fewest) : undefined
}

/**
 * Splits all tickets of a list into parts that no two share, each of which an index has in the order of the list: the
 * departments, what the caller wrote elsewhere, and open and closed tickets where those that are closed come first.
 */
function partsOf({ filter, order }: TicketQuery, dialect: Dialect): Condition[] {
  const [first] = order
  const byDate = first?.by === 'date'
  const parts = byDate ? undefined : departmentParts(filter)
  // By date, the index of dates is walked: one of departments would have all of their tickets sorted.
  const scope = scopeOf(filter, byDate ? dialect.unindexed('t.department_id') : undefined)
  const found = parts ?? [all(scope ? [scope] : [])]
  if (first?.by !== 'closed' || !first.desc || filter.closed !== undefined) return found
  return [1, 0].flatMap((closed) => found.map((part) => all([part, sql`t.closed = ${sql.lit(closed)}`])))
}

/** Returns undefined where the filter does not name departments, or too many. */
function departmentParts({ anyOf, departments }: TicketFilter): Condition[] | undefined {
  if (anyOf && departments) return undefined
  const scopes = anyOf ?? [{ departments: departments ?? [] }]
  const served = [...new Set(scopes.flatMap((scope) => (isWhole(scope) ? scope.departments : [])))]
  const others = scopes.filter((scope) => !isWhole(scope) && scope.departments?.length !== 0)
  if (served.length === 0 || served.length > mostParts || others.length > 1) return undefined
  const elsewhere = all(remaining({ outside: served }))
  return [...served.map(inDepartment), ...others.map((scope) => all([inScope(scope), elsewhere]))]
}

const isWhole = (
  scope: NonNullable<TicketFilter['anyOf']>[number],
): scope is { departments: readonly number[] } =>
  scope.departments !== undefined && scope.writtenByStaff === undefined

/** Selects the ids of a page, by walking each part in the order of the list and merging them. */
function walked(
  query: TicketQuery,
  keys: readonly SortKey[],
  conditions: readonly Condition[],
  dialect: Dialect,
) {
  const { offset, limit } = query
  const parts = partsOf(query, dialect)
  const [only] = parts
  if (parts.length === 1 && only)
    return sql<{
      id: number
    }>`select t.id ${fromWhere({ source: undefined, conditions: [only, ...conditions] })}
      ${orderBy(keys)} limit ${limit} offset ${offset}`
  const names = keys.map((_, index) => sql.ref(`k${index}`))
  const columns = sql.join(keys.map(({ expression }, index) => sql`${expression} as ${names[index]}`))
  const most = Math.min(Number.MAX_SAFE_INTEGER, offset + limit)
  const selects = parts.map(
    (part, index) =>
      sql`select * from (select t.id, ${columns} from ticket t where ${all([part, ...conditions])}
        ${orderBy(keys)} limit ${most}) ${sql.ref(`p${index}`)}`,
  )
  const merged = keys.map(({ direction }, index) => sql`${names[index]} ${direction}`)
  return sql<{ id: number }>`select id from (${sql.join(selects, sql` union all `)}) parts
    order by ${sql.join(merged)} limit ${limit} offset ${offset}`
}

/** Counts the tickets of a list up to the bound. */
async function countOf(db: Db, tickets: Tickets): Promise<number> {
  const some = sql`select 1 as one ${fromWhere(tickets)} limit ${sql.lit(mostCounted)}`
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${some}) c`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

const headsByIds = listStatement((db, ids) => ticketHeads(db).where('t.id', 'in', ids))

/**
 * Returns the heads of a page, and how many there are in all, at most 10,000: at most four statements, however long the
 * page is. None of them reads or sorts all tickets, except for orders that no index has.
 */
export async function listHeads(
  db: Db,
  dialect: Dialect,
  query: TicketQuery,
): Promise<{ rows: TicketRow[]; total: number }> {
  const { filter, offset, limit } = query
  const keys = sortKeys(query, dialect)
  const source = await sourceOf(db, filter, dialect)
  const title = filter.text === undefined ? undefined : filter.titleContains
  const conditions = [
    ...selective(filter),
    ...remaining(filter),
    ...(title === undefined ? [] : [dialect.text.holds('t.title', title)]),
  ]
  const scope = scopeOf(filter)
  const whole = { source, conditions: [...(scope ? [scope] : []), ...conditions] }
  const page = source
    ? sql<{ id: number }>`select t.id ${fromWhere(whole)} ${orderBy(keys)} limit ${limit} offset ${offset}`
    : walked(query, keys, conditions, dialect)
  const ids = (await page.execute(db)).rows.map(({ id }) => Number(id))
  // The last page tells the number itself.
  const isLast = ids.length < limit && (ids.length > 0 || offset === 0)
  const total = isLast ? offset + ids.length : await countOf(db, whole)
  if (ids.length === 0) return { rows: [], total }
  const heads = [...(await headsByIds(db, ids))]
  const place = new Map(ids.map((id, index) => [id, index]))
  heads.sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0))
  return { rows: heads, total }
}
