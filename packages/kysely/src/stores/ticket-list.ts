import {
  decidingOrder,
  type TicketFilter,
  type TicketOrder,
  type TicketQuery,
  type TicketScope,
} from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import {
  type Dialect,
  mostCounted,
  type TextConditions,
  type TextSource,
  TooMuch,
} from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { listStatement, shapedStatements } from '../statement.js'
import {
  all,
  type Condition,
  inDepartment,
  inScope,
  isOneOf,
  remaining,
  type Selective,
  scopeOf,
  selective,
} from './ticket-conditions.js'
import { anyBehind, partsBehind } from './ticket-places.js'
import { type TicketRow, ticketHeads } from './ticket-rows.js'
import { shapeOf } from './ticket-shapes.js'
import { type Split, splitsOf } from './ticket-splits.js'

/** The most tickets to sort. For more, the query walks an index in the order of the list. */
const mostSorted = 5_000

/** The most departments to walk one by one. */
const mostParts = 100

/** The most parts of a list in one statement: SQLite allows 500, and each repeats the values of the filter. */
const mostSplits = 400

/** Of more parts, the first tickets of all departments are looked through before each part by itself. */
const fewParts = 8

/** The newest tickets, or the first of the usual order, that are looked through. */
const mostTried = 300

/**
 * Returns how many tickets to look through. With a selective filter that more tickets meet than can be sorted, perhaps one
 * in a hundred meets it, so more are looked through.
 */
const triedFor = (filter: TicketFilter) => (selective(filter).length > 0 ? mostSorted : mostTried)

/**
 * To find a far page, this many times as many tickets are read as the list has up to the page: first few, for callers who
 * may see nearly all tickets, then more, for those who may see a fair share.
 */
const farWalks = [1.25, 4] as const

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

/** Returns the keys that decide something: not those of a text that the filter lacks. */
function orderOf({ order, filter }: TicketQuery): TicketOrder[] {
  const { text, titleContains } = filter
  return decidingOrder(
    order.filter(
      ({ by }) =>
        (by !== 'rank' || text !== undefined) && (by !== 'titlePrefix' || titleContains !== undefined),
    ),
  )
}

const sortKeys = (order: readonly TicketOrder[], filter: TicketFilter, dialect: Dialect): SortKey[] =>
  order.map((each) => sortKey(each, filter.titleContains ?? '', dialect))

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

/** A small set of tickets that contains all tickets of a list. */
interface Source {
  select(): RawBuilder<unknown>
  /** The number of tickets in it, if known. */
  readonly size?: number
  /** The index of the selective condition that its tickets meet. */
  readonly place?: number
  /** Distinguishes its select from others. Absent if it has to be compiled each time. */
  readonly key?: string
  /** The values of its placeholders, besides those of the list. */
  readonly values?: Readonly<Record<string, unknown>>
}

/**
 * Selects the ones of these tickets that contain a text, and where they contain it, as `anywhere` does. It reads the
 * tickets themselves. A search of all tickets would miss the older ones if many tickets contain the text.
 */
function holding(numbers: readonly number[], text: string, { holds, startsWith }: TextConditions) {
  const are = (some: readonly number[]) => isOneOf(sql`t.ticket_number`, some)
  const withText = numbers.filter((number) => String(number).includes(text))
  const title = sql`case when ${startsWith('t.title', text)} then 2 else 3 end`
  return sql`select t.id, 1 as place from ticket t where ${are(withText)}
    union all select t.id, ${title} as place from ticket t where ${all([are(numbers), holds('t.title', text)])}
    union all select t.id, 4 as place from ticket t where ${all([are(numbers), holds('t.content', text)])}
    union all select e.ticket_id as id, 5 as place from ticket t join ticketevent e on e.ticket_id = t.id
      where ${all([are(numbers), sql<SqlBool>`e.type = 'COMMENT'`, holds('e.content', text)])}`
}

/**
 * Runs a select of a list.
 *
 * @param name distinguishes the statement from the others of the same list; undefined if its text depends on values other
 *   than ids, so that it has to be compiled each time
 */
type Run = <Row>(name: string | undefined, build: () => RawBuilder<Row>) => Promise<Row[]>

/**
 * Returns a source of few tickets where the filter leaves few; undefined where an index has to be walked.
 *
 * @param numbers are those of the filter, if it has any, without placeholders
 */
async function sourceOf(
  db: Db,
  query: TicketQuery,
  numbers: readonly number[] | undefined,
  run: Run,
  dialect: Dialect,
): Promise<Source | undefined> {
  const { filter, order } = query
  const { text } = dialect
  if (filter.text !== undefined) {
    const found: TextSource = numbers
      ? { select: holding(numbers, filter.text, text) }
      : await text.anywhere(db, filter.text)
    return {
      ...found,
      select: () => sql`select id, min(place) as best from (${found.select}) found group by id`,
    }
  }
  if (filter.titleContains !== undefined && !numbers) {
    const found = await text.inTitles(db, filter.titleContains)
    return { select: () => found }
  }
  const conditions = selective(filter)
  if (conditions.length === 0) return undefined
  // The index of authors is walked: it has the tickets of an author in this order.
  if (dialect.readsAsWritten && namesOf(order) === 'id' && isOfOneAuthor(filter)) return undefined
  const some = ({ ids, condition }: Selective) => {
    const read = sql`select t.id from ticket t where ${condition}`
    return sql`${(dialect.readsAsWritten && ids) || read} limit ${sql.lit(mostSorted + 1)}`
  }
  const [sizes] = await run<Record<string, number>>('sizes', () => {
    const counts = conditions.map(
      (each, index) => sql`(select count(*) from (${some(each)}) c) as ${sql.ref(`n${index}`)}`,
    )
    return sql`select ${sql.join(counts)}`
  })
  const counted = conditions.map((_, index) => Number(sizes?.[`n${index}`]))
  const size = Math.min(...counted)
  const place = counted.indexOf(size)
  const [least] = conditions.slice(place)
  return least && size <= mostSorted
    ? { select: () => some(least), size, place, key: String(place) }
    : undefined
}

/** Returns whether a filter asks for all tickets of one author. */
const isOfOneAuthor = (filter: TicketFilter): boolean =>
  filter.authors?.length === 1 &&
  Object.entries(filter).every(([name, value]) => value === undefined || name === 'authors')

/**
 * Splits all tickets of a list into parts that no two share, each of which an index has in the order of the list: the
 * departments, what the caller wrote elsewhere, and the splits of the order.
 */
function partsOf(query: TicketQuery, dialect: Dialect): Split[] {
  const { filter, order } = query
  const found = departmentsOf(query, dialect)
  const splits = splitsOf(order, filter, dialect)
  const most = selective(filter).length === 0 ? mostSplits : mostSplits / 2
  const used = found.length * splits.length > most ? [{ conditions: [] }] : splits
  return used.flatMap((split) => crossed(split, found))
}

const crossed = (split: Split, departments: readonly Split[]): Split[] =>
  departments.map((part) => ({ ...split, ...part, conditions: [...part.conditions, ...split.conditions] }))

/** Returns what an index has in the order of the list: each department by itself, or all of them. */
function departmentsOf(query: TicketQuery, dialect: Dialect): Split[] {
  const { filter } = query
  const parts = departmentParts(query)
  if (parts) return splitsOfParts(parts, dialect)
  // By date, the index of dates is walked: one of departments would have all of their tickets sorted.
  const scope = scopeOf(filter, byDate(query) ? dialect.unindexed('t.department_id') : undefined)
  return [{ conditions: scope ? [scope] : [] }]
}

/** The departments to walk one by one, and the tickets elsewhere. */
interface DepartmentParts {
  readonly served: readonly number[]
  readonly others: readonly TicketScope[]
}

/** Returns undefined where the filter does not name departments, or too many, and where the order is by date. */
const departmentParts = (query: TicketQuery): DepartmentParts | undefined =>
  byDate(query) ? undefined : partsOfFilter(query.filter)

function partsOfFilter({ anyOf, departments }: TicketFilter): DepartmentParts | undefined {
  if (anyOf && departments) return undefined
  const scopes = anyOf ?? [{ departments: departments ?? [] }]
  const served = [...new Set(scopes.flatMap((scope) => (isWhole(scope) ? scope.departments : [])))]
  const others = scopes.filter((scope) => !isWhole(scope) && scope.departments?.length !== 0)
  if (served.length === 0 || served.length > mostParts || others.length > 1) return undefined
  return { served, others }
}

const splitsOfParts = (parts: DepartmentParts, dialect: Dialect): Split[] => [
  ...parts.served.map((id) => ({ conditions: [inDepartment(id)] })),
  ...splitsElsewhere(parts, dialect),
]

function splitsElsewhere({ served, others }: DepartmentParts, { ticketsWith }: Dialect): Split[] {
  const elsewhere = all(remaining({ outside: served }))
  return others.map((scope) =>
    ticketsWith
      ? { from: ticketsWith(inScope(scope)), conditions: [elsewhere] }
      : { conditions: [inScope(scope), elsewhere] },
  )
}

/** Returns the number of parts that departments split a list into. */
function partCount(query: TicketQuery): number {
  const parts = departmentParts(query)
  return parts ? parts.served.length + parts.others.length : 1
}

const byDate = ({ order }: TicketQuery): boolean => order[0]?.by === 'date'

const isWhole = (scope: TicketScope): scope is { departments: readonly number[] } =>
  scope.departments !== undefined && scope.writtenByStaff === undefined

/** Selects the ids of a page, by walking each part in the order of the list and merging them. */
function walked(
  query: TicketQuery,
  parts: readonly Split[],
  conditions: readonly Condition[],
  dialect: Dialect,
) {
  const { offset, limit, order, filter } = query
  const keys = sortKeys(order, filter, dialect)
  // All have no owner. PostgreSQL sees that the index of new tickets is in order only where the order names it.
  const noOwner: SortKey[] =
    filter.assigned === false && namesOf(order) === 'unreadStaff,id'
      ? [{ expression: sql`t.owner_id`, direction: sql`asc` }]
      : []
  const keysOf = (part: Split) => (part.order ? sortKeys(part.order, filter, dialect) : [...noOwner, ...keys])
  const [only] = parts
  if (parts.length === 1 && only)
    return sql<{
      id: number
    }>`select t.id ${fromWhere({ source: undefined, conditions: [...only.conditions, ...conditions] })}
      ${orderBy(keysOf(only))} limit ${limit} offset ${offset}`
  const names = keys.map((_, index) => sql.ref(`k${index}`))
  const columns = sql.join(keys.map(({ expression }, index) => sql`${expression} as ${names[index]}`))
  const most = Math.min(Number.MAX_SAFE_INTEGER, offset + limit)
  const selects = parts.map(
    (part, index) =>
      sql`select * from (select t.id, ${columns} from ${part.from ?? sql`ticket t`}
        where ${all([...part.conditions, ...conditions])}
        ${orderBy(keysOf(part))} limit ${most}) ${sql.ref(`p${index}`)}`,
  )
  const merged = keys.map(({ direction }, index) => sql`${names[index]} ${direction}`)
  return sql<{ id: number }>`select id from (${sql.join(selects, sql` union all `)}) parts
    order by ${sql.join(merged)} limit ${limit} offset ${offset}`
}

const namesOf = (order: readonly TicketOrder[]) => order.map(({ by }) => by).join()

/** The names of the keys of the usual order, in which an index has all tickets. */
const usualNames = 'closed,owner,unreadStaff,date,id'

/** Whether an index has the order of all tickets, and the page may be among the first of them. */
function mayTry({ filter, order, offset, limit, after }: TicketQuery): boolean {
  const names = namesOf(order)
  // The first open and the first closed tickets have no owner.
  const isFirst = after !== undefined || !filter.assigned
  const isIndexed = names === 'id' || (names === usualNames && isFirst && !order[0]?.desc)
  return isIndexed && offset + limit <= mostTried / 3
}

/**
 * Returns a query that looks for the page among the first tickets of all departments, from the place on. A caller who
 * serves most departments usually finds the whole page there.
 */
function tried(query: TicketQuery, conditions: readonly Condition[], dialect: Dialect) {
  const { filter, order, offset, limit, after } = query
  if (namesOf(order) === 'id') return triedById(query, conditions, dialect)
  const scope = scopeOf(filter)
  const ordered = orderBy(sortKeys(order, filter, dialect))
  const page = sql`${ordered} limit ${limit} offset ${offset}`
  const decides = [...(scope ? [scope] : []), ...conditions]
  if (!after) {
    const ofState = filter.closed === undefined ? [] : remaining({ closed: filter.closed })
    const first = (columns: RawBuilder<unknown>) =>
      sql`select ${columns} from ticket t where ${all(ofState)} ${ordered} limit ${triedFor(filter)}`
    const { closed: _, ...others } = filter
    const left = [...(scope ? [scope] : []), ...remaining(others)]
    // SQLite stops at the end of the page if the conditions read nothing but the index. So the outer query does not repeat
    // the condition on the state, with which SQLite would read and sort all the tickets that are tried.
    return isDecidedIn(usualNames, filter)
      ? sql<{ id: number }>`select t.id from (${first(usualColumns)}) t where ${all(left)} ${page}`
      : sql<{
          id: number
        }>`select t.id ${fromWhere({ source: first(sql`t.id`), conditions: decides })} ${page}`
  }
  // An index has all that the order needs. MariaDB would not walk it for more columns.
  const parts = partsBehind(order, after)
  const source = walked({ ...query, filter: {}, offset: 0, limit: triedFor(filter) }, parts, [], dialect)
  return sql<{ id: number }>`select t.id ${fromWhere({ source, conditions: decides })} ${page}`
}

/** Walks the ids from the place on, and ends with the page: nothing is sorted. */
function triedById(
  { filter, order, offset, limit, after }: TicketQuery,
  conditions: readonly Condition[],
  { unindexed }: Dialect,
) {
  const isDown = order[0]?.desc ?? false
  const place = after?.[0] ?? sql`(select ${isDown ? sql`max(id)` : sql`min(id)`} from ticket)`
  // On the first page, the place itself is included. MariaDB's ids are unsigned, so no term may be negative.
  const behind = after === undefined ? sql`=` : sql``
  const most = sql.lit(triedFor(filter))
  const lowest = sql`(case when ${place} > ${most} then ${place} - ${most} else 0 end)`
  const range = isDown
    ? sql<SqlBool>`t.id <${behind} ${place} and t.id >= ${lowest}`
    : sql<SqlBool>`t.id >${behind} ${place} and t.id <= ${place} + ${most}`
  const scope = scopeOf(filter, unindexed('t.department_id'))
  return sql<{
    id: number
  }>`select t.id from ticket t where ${all([range, ...(scope ? [scope] : []), ...conditions])}
    order by t.id ${isDown ? sql`desc` : sql`asc`} limit ${limit} offset ${offset}`
}

/** The filters that can be decided with the columns of an index alone, by the order that the index has. */
const inFarIndex: Readonly<Record<string, readonly (keyof TicketFilter)[]>> = {
  [usualNames]: ['anyOf', 'departments', 'closed', 'assigned', 'unreadStaff'],
  id: ['departments', 'closed'],
}

/** The columns of the index that has all tickets in the usual order. */
const usualColumns = sql.join(
  ['id', 'closed', 'owner_id', 'unread_staff', 'date', 'department_id', 'author_staff_id'].map((name) =>
    sql.ref(`t.${name}`),
  ),
)

/** Returns whether the columns of the index that has an order decide on a filter. */
function isDecidedIn(names: string, filter: TicketFilter): boolean {
  const decided = inFarIndex[names]
  return (
    decided !== undefined &&
    Object.entries(filter).every(
      ([name, value]) => value === undefined || decided.includes(name as keyof TicketFilter),
    )
  )
}

/**
 * Returns the ids of a far page, by walking an index of all departments that has all that decides on a ticket. Merging
 * the tickets of each department would read and sort as many of each of them. Returns undefined if no index has the
 * order, or if the caller may see too few of its tickets.
 */
async function farIds(
  run: Run,
  { filter, order, offset, limit, after }: TicketQuery,
  dialect: Dialect,
): Promise<number[] | undefined> {
  const most = offset + limit
  const names = namesOf(order)
  const isIndexed = !order[0]?.desc || order.length === 1
  const scope = scopeOf(filter, dialect.unindexed('t.department_id'))
  if (after || most <= mostTried || !isIndexed || !isDecidedIn(names, filter) || !scope) return undefined
  const conditions = remaining(filter)
  const ordered = orderBy(sortKeys(order, filter, dialect))
  const columns = filter.anyOf ? sql`t.department_id, t.author_staff_id` : sql`t.department_id`
  for (const times of farWalks) {
    const longest = Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(times * most))
    const walk = sql`select ${columns} from ticket t where ${all(conditions)} ${ordered} limit ${longest}`
    const [counts] = await run(
      undefined,
      () => sql<{ walked: number; shown: number }>`select count(*) as walked,
        count(case when ${scope} then 1 end) as shown from (${walk}) t`,
    )
    const [shown, isWhole] = [Number(counts?.shown), Number(counts?.walked) < longest]
    if (isWhole && shown <= offset) return []
    if (!isWhole && shown < most) continue
    const page = sql<{ id: number }>`select t.id from ticket t where ${all([...conditions, scope])} ${ordered}
      limit ${limit} offset ${offset}`
    return idsOf(await run(undefined, () => page))
  }
  return undefined
}

/** Returns the column of a first key that an index has in order, but not the next ones. */
function partlySorted({ by, desc }: TicketOrder): string | undefined {
  if (by === 'date') return 't.date'
  return by === 'owner' && desc ? 't.owner_id' : undefined
}

/**
 * Returns the condition that leaves only the tickets up to the page, and those that have the same first key as its
 * last one. Databases that sort all rows then sort few. No condition is needed where there are fewer tickets.
 */
async function upToPage(
  run: Run,
  name: string | undefined,
  { order, offset, limit }: TicketQuery,
  partsOf: () => readonly Split[],
  conditions: readonly Condition[],
  { sortsAll }: Dialect,
): Promise<Condition[]> {
  const [first] = order
  const key = first && partlySorted(first)
  if (!sortsAll || !key || order.length === 1) return []
  const column = sql.ref(key)
  const direction = first.desc ? sql`desc` : sql`asc`
  const most = Math.min(Number.MAX_SAFE_INTEGER, offset + limit)
  const [last] = await run<{ k: number }>(name && `bound ${name}`, () => {
    const selects = partsOf().map(
      (part, index) => sql`select * from (select ${column} as k from ${part.from ?? sql`ticket t`}
        where ${all([...part.conditions, ...conditions])} and ${column} is not null
        order by ${column} ${direction} limit ${most}) ${sql.ref(`p${index}`)}`,
    )
    return sql`select k from (${sql.join(selects, sql` union all `)}) parts
      order by k ${direction} limit 1 offset ${most - 1}`
  })
  if (!last) return []
  // Nulls are the lowest.
  return [
    first.desc
      ? sql<SqlBool>`${column} >= ${last.k}`
      : sql<SqlBool>`(${column} <= ${last.k} or ${column} is null)`,
  ]
}

/** Returns the ids of a page by walking indexes: all matches would be too many to sort. */
async function walkedIds(
  run: Run,
  query: TicketQuery,
  conditions: readonly Condition[],
  dialect: Dialect,
): Promise<number[]> {
  const { order, after, limit, offset } = query
  const count = partCount(query)
  const far = count > 1 ? await farIds(run, query, dialect) : undefined
  if (far) return far
  // Of pages behind a place, no two are alike.
  const page = after ? undefined : JSON.stringify([order, offset, limit])
  const trial =
    count > fewParts && mayTry(query)
      ? await run(page && `tried ${page}`, () => tried(query, conditions, dialect))
      : []
  if (trial.length === limit) return idsOf(trial)
  const walk = async (some: TicketQuery, partsOf: () => readonly Split[]) => {
    const bound = await upToPage(run, page, some, partsOf, conditions, dialect)
    const name = page && bound.length === 0 ? `walked ${page}` : undefined
    return idsOf(await run(name, () => walked(some, partsOf(), [...conditions, ...bound], dialect)))
  }
  if (!after) return walk(query, () => partsOf(query, dialect))
  const ids: number[] = []
  const departments = departmentsOf(query, dialect)
  for (const split of partsBehind(order, after)) {
    const missing = limit - ids.length
    if (missing === 0) break
    ids.push(...(await walk({ ...query, limit: missing }, () => crossed(split, departments))))
  }
  return ids
}

const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => Number(id))

/**
 * Returns whether few tickets are read to walk a list of departments in the usual order: the indexes decide on its filter,
 * the page is among the first, and few tickets can be elsewhere.
 */
async function walksFew(run: Run, query: TicketQuery): Promise<boolean> {
  const { filter, order, offset, limit, after } = query
  const isByIndex =
    namesOf(order) === usualNames &&
    !order[0]?.desc &&
    isDecidedIn(usualNames, filter) &&
    filter.unreadStaff === undefined &&
    (filter.assigned === undefined || filter.closed !== undefined)
  const parts = partsOfFilter(filter)
  if (after || !isByIndex || !parts || offset + limit > mostTried) return false
  const [author] = parts.others.map(({ writtenByStaff }) => writtenByStaff)
  if (author === undefined) return parts.others.length === 0
  const written = await run<{ id: number }>('written', () => {
    const found = sql<SqlBool>`t.author_staff_id = ${author}`
    return sql`select t.id from ticket t where ${found} limit 1 offset ${sql.lit(mostSorted)}`
  })
  return written.length === 0
}

/** How many texts an index searches for a number in a few milliseconds. */
const mostSearched = 2_000_000

/** Returns whether few tickets and comments exist, by their newest ids. */
async function haveFewTexts(run: Run): Promise<boolean> {
  const newest = (table: string) => sql`(select max(id) from ${sql.table(table)}) as ${sql.ref(table)}`
  const [ids] = await run<Record<string, number | null>>(
    'newest',
    () => sql`select ${newest('ticket')}, ${newest('ticketevent')}`,
  )
  return Object.values(ids ?? {}).every((id) => Number(id) <= mostSearched)
}

/** Counts tickets, up to the bound. */
async function countOf(
  run: Run,
  name: string | undefined,
  select: () => RawBuilder<{ n: number }>,
): Promise<number> {
  const [counted] = await run(name, select)
  return Math.min(mostCounted, Number(counted?.n ?? 0))
}

/** Selects the number of tickets of a list. Stops at the bound. */
const countUpToBound = (tickets: Tickets) =>
  sql<{ n: number }>`select count(*) as n from (
    select 1 as one ${fromWhere(tickets)} limit ${sql.lit(mostCounted)}
  ) c`

/**
 * Selects the number of tickets of a list for SQLite; undefined unless indexes decide on its filter. Counts the tickets of
 * the departments and those elsewhere apart, because with one condition for both, SQLite would read each ticket. SQLite
 * counts an index without a limit in half the time that it takes with one. So the statement counts without a limit, unless
 * it finds that there are more tickets than the bound, for which it looks only in a table that has many.
 */
function countByIndex(filter: TicketFilter, dialect: Dialect): RawBuilder<{ n: number }> | undefined {
  if (!dialect.ticketsWith || !(isDecidedIn(usualNames, filter) || isOfOneAuthor(filter))) return undefined
  const parts = partsOfFilter(filter)
  const scope = scopeOf(filter)
  const splits: Split[] =
    parts && parts.others.length > 0
      ? [{ conditions: [inScope({ departments: parts.served })] }, ...splitsElsewhere(parts, dialect)]
      : [{ conditions: scope ? [scope] : [] }]
  const selected = selective(filter).map(({ condition }) => condition)
  const names = splits.map((_, index) => sql.ref(`c${index}`))
  const selects = splits.map(
    ({ from, conditions }, index) => sql`${names[index]} as not materialized (
      select 1 as one from ${from ?? sql`ticket t`} where ${all([...conditions, ...selected, ...remaining(filter)])})`,
  )
  const ones = names.map((name) => sql`select one from ${name}`)
  const counts = names.map((name) => sql`(select count(*) from ${name})`)
  return sql<{ n: number }>`with ${sql.join(selects)}
    select case when (select max(id) from ticket) > ${sql.lit(2 * mostCounted)}
      and exists (select one from (${sql.join(ones, sql` union all `)}) limit 1 offset ${sql.lit(mostCounted - 1)})
      then ${sql.lit(mostCounted)} else ${sql.join(counts, sql` + `)} end as n`
}

const select = shapedStatements({ isSelect: true })

const headsByIds = listStatement((db, ids) => ticketHeads(db).where('t.id', 'in', ids))

/** The heads of a page. */
interface Heads {
  readonly rows: TicketRow[]
  /** The number of all matches, or of those that were counted: at least 10,000. */
  readonly total: number
  readonly totalIsExact: boolean
  readonly hasMore: boolean
}

/**
 * Returns the heads of the tickets on a page, and the number of all matches, which is counted up to 10,000. Runs at most
 * seven statements, besides those of a text. None of them reads or sorts all tickets, unless no index has the order.
 *
 * @throws TooMuch if `isBounded` is true and many tickets may have to be read
 */
export async function listHeads(
  db: Db,
  dialect: Dialect,
  asked: TicketQuery,
  isBounded = false,
): Promise<Heads> {
  // One more than the page tells whether others follow.
  const limit = Math.min(Number.MAX_SAFE_INTEGER, asked.limit + 1)
  const shape = shapeOf({ ...asked, limit, order: orderOf(asked) })
  const { query, values, filterKey } = shape
  const runWith =
    (more: Source['values']): Run =>
    (name, build) => {
      const key = name === undefined || filterKey === undefined ? undefined : `${name} ${filterKey}`
      return select(db, key, more ? { ...values, ...more } : values, build)
    }
  const run = runWith(undefined)
  const { filter, order, offset, after } = query
  if (isBounded && filter.text !== undefined && !(await haveFewTexts(run))) throw new TooMuch()
  const few = await sourceOf(db, query, asked.filter.numbers, run, dialect)
  if (isBounded && !few && !(await walksFew(run, query))) throw new TooMuch()
  const runInFew = runWith(few?.values)
  // Without these, the source has only tickets with such a title.
  const title = filter.text === undefined && !filter.numbers ? undefined : filter.titleContains
  const selected = selective(filter)
  // All tickets of the source meet this condition already.
  const checked = dialect.readsAsWritten ? selected.filter((_, place) => place !== few?.place) : selected
  const conditionsWith = (column?: Dialect['unindexed']) => [
    ...checked.map(({ condition }) => condition),
    ...remaining(filter, column),
    ...(title === undefined ? [] : [dialect.text.holds('t.title', title)]),
  ]
  // A count needs no order, so the database may use any index.
  const inWhole = () => {
    const scope = scopeOf(filter)
    return [...(scope ? [scope] : []), ...conditionsWith()]
  }
  // Without other conditions, the source has exactly the tickets of the list.
  const size = selected.length === 1 && inWhole().length === checked.length ? few?.size : undefined
  const isWhole = size !== undefined && order.every(({ by }) => by === 'id')
  // A text is searched once, so the statement that finds the page also counts.
  const counts = size === undefined && !after ? sql`, count(*) over () as total` : sql``
  const inSource = (source: RawBuilder<unknown>) => {
    const place = after ? [anyBehind(order, after)] : []
    const from = isWhole
      ? sql`from (${source}) t where ${all(place)}`
      : fromWhere({ source, conditions: [...inWhole(), ...place] })
    return sql<{ id: number; total?: number }>`select t.id${counts} ${from}
      ${orderBy(sortKeys(order, filter, dialect))} limit ${limit} offset ${offset}`
  }
  const walkedIn = () =>
    conditionsWith(byDate(query) || order[0]?.by === 'id' ? dialect.unindexed : undefined)
  const page =
    after || few?.key === undefined
      ? undefined
      : `source ${few.key} ${isWhole} ${JSON.stringify([order, offset, limit])}`
  const inFew = few && (await runInFew(page, () => inSource(few.select())))
  const found = inFew ? idsOf(inFew) : await walkedIds(run, query, walkedIn(), dialect)
  const ids = found.slice(0, asked.limit)
  const hasMore = found.length > ids.length
  // The last page tells the number itself, if it is known how many tickets come before it.
  const isTold = !after && !hasMore && (ids.length > 0 || offset === 0)
  const totalFound = inFew?.[0]?.total
  const inAll = size ?? (totalFound === undefined ? undefined : Math.min(mostCounted, Number(totalFound)))
  const counting = () =>
    countOf(
      runInFew,
      few && few.key === undefined ? undefined : `count ${few?.key}`,
      () =>
        (few ? undefined : countByIndex(filter, dialect)) ??
        countUpToBound({ source: few?.select(), conditions: inWhole() }),
    )
  const counted = isTold ? offset + ids.length : (inAll ?? (await counting()))
  const total = after ? counted : Math.max(counted, ids.length > 0 ? offset + ids.length : 0)
  const totalIsExact = isTold || counted < mostCounted
  if (ids.length === 0) return { rows: [], total, totalIsExact, hasMore }
  const heads = [...(await headsByIds(db, ids))]
  const places = new Map(ids.map((id, index) => [id, index]))
  heads.sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))
  return { rows: heads, total, totalIsExact, hasMore }
}
