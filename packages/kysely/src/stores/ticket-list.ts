import type { AccountRef, TicketFilter, TicketOrder, TicketQuery, TicketScope } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TextConditions, TextSearch } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { listStatement } from '../statement.js'
import { bit, minuteOf } from '../values.js'
import { type TicketRow, ticketHeads } from './ticket-rows.js'

type Condition = RawBuilder<SqlBool>

const nothing = sql<SqlBool>`1 = 0`
const everything = sql<SqlBool>`1 = 1`

/** An empty list matches nothing. */
const isOneOf = (column: string, ids: readonly number[]): Condition =>
  ids.length === 0 ? nothing : sql<SqlBool>`${sql.ref(column)} in (${sql.join(ids)})`

const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? everything : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? nothing : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`

const inScope = ({ departments, writtenByStaff }: TicketScope): Condition =>
  all([
    ...(departments ? [isOneOf('t.department_id', departments)] : []),
    ...(writtenByStaff === undefined ? [] : [sql<SqlBool>`t.author_staff_id = ${writtenByStaff}`]),
  ])

function writtenBy(authors: readonly AccountRef[]): Condition {
  const ids = (kind: AccountRef['kind']) =>
    authors.filter((author) => author.kind === kind).map(({ id }) => id)
  return any([isOneOf('t.author_id', ids('user')), isOneOf('t.author_staff_id', ids('staff'))])
}

function conditions(
  filter: TicketFilter,
  { holds }: TextConditions,
  text: TextSearch | undefined,
): Condition[] {
  const {
    anyOf,
    departments,
    linkedToStaff,
    authors,
    owners,
    assigned,
    closed,
    unreadStaff,
    unproved,
    tags,
    dateRange,
  } = filter
  return [
    ...(anyOf ? [any(anyOf.map(inScope))] : []),
    ...(departments ? [isOneOf('t.department_id', departments)] : []),
    ...(linkedToStaff === undefined
      ? []
      : [sql<SqlBool>`t.id in (select ticket_id from staff_ticket where staff_id = ${linkedToStaff})`]),
    ...(authors ? [writtenBy(authors)] : []),
    ...(owners ? [isOneOf('t.owner_id', owners)] : []),
    ...(assigned === undefined
      ? []
      : [assigned ? sql<SqlBool>`t.owner_id is not null` : sql<SqlBool>`t.owner_id is null`]),
    ...(closed === undefined ? [] : [sql<SqlBool>`t.closed = ${bit(closed)}`]),
    ...(unreadStaff === undefined ? [] : [sql<SqlBool>`t.unread_staff = ${bit(unreadStaff)}`]),
    ...(unproved === undefined ? [] : [sql<SqlBool>`coalesce(t.os_unproved, 0) = ${bit(unproved)}`]),
    ...(tags
      ? [sql<SqlBool>`t.id in (select ticket_id from tag_ticket where ${isOneOf('tag_id', tags)})`]
      : []),
    ...(dateRange
      ? [sql<SqlBool>`t.date between ${minuteOf(dateRange.from)} and ${minuteOf(dateRange.to)}`]
      : []),
    ...(filter.titleContains === undefined ? [] : [holds('t.title', filter.titleContains)]),
    ...(text ? [text.found] : []),
  ]
}

/** What the filter asks of a ticket `t`. */
export const ticketConditions = (filter: Omit<TicketFilter, 'text'>, texts: TextConditions): Condition =>
  all(conditions(filter, texts, undefined))

function sortKey(
  { by }: TicketOrder,
  filter: TicketFilter,
  { startsWith }: TextConditions,
  text: TextSearch | undefined,
): RawBuilder<unknown> {
  switch (by) {
    case 'id':
      return sql`t.id`
    case 'date':
      return sql`t.date`
    case 'closed':
      return sql`t.closed`
    case 'unreadStaff':
      return sql`t.unread_staff`
    case 'owner':
      return sql`coalesce(t.owner_id, 0)`
    case 'titlePrefix':
      return filter.titleContains === undefined
        ? sql`t.id`
        : sql`case when ${startsWith('t.title', filter.titleContains)} then 0 else 1 end`
    case 'rank':
      return text?.rank ?? sql`t.id`
  }
}

const headsByIds = listStatement((db, ids) => ticketHeads(db).where('t.id', 'in', ids))

/** The heads of a page, and how many there are in all: three statements, however long the page is. */
export async function listHeads(
  db: Db,
  texts: TextConditions,
  query: TicketQuery,
): Promise<{ rows: TicketRow[]; total: number }> {
  const { filter, order, offset, limit } = query
  const text = filter.text === undefined ? undefined : texts.textSearch(filter.text)
  const where = all(conditions(filter, texts, text))
  const keys = [...order, { by: 'id' } as const].map((each) =>
    'desc' in each && each.desc
      ? sql`${sortKey(each, filter, texts, text)} desc`
      : sortKey(each, filter, texts, text),
  )
  // The ids first: sorting them is cheaper than sorting whole tickets.
  const page = sql<{ id: number }>`select t.id from ticket t where ${where}
    order by ${sql.join(keys)} limit ${limit} offset ${offset}`
  const ids = (await page.execute(db)).rows.map(({ id }) => id)
  const count = sql<{ n: number }>`select count(*) as n from ticket t where ${where}`
  const total = Number((await count.execute(db)).rows[0]?.n ?? 0)
  if (ids.length === 0) return { rows: [], total }
  const heads = [...(await headsByIds(db, ids))]
  const place = new Map(ids.map((id, index) => [id, index]))
  heads.sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0))
  return { rows: heads, total }
}
