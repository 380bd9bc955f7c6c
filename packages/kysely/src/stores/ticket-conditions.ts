import type { AccountRef, TicketFilter, TicketScope } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TextConditions } from '../dialects/dialect.js'
import { bit, minuteOf } from '../values.js'

/** A condition on a ticket `t`. */
export type Condition = RawBuilder<SqlBool>

const never = sql<SqlBool>`1 = 0`
const always = sql<SqlBool>`1 = 1`

/** An empty list matches nothing. */
export const isOneOf = (column: RawBuilder<unknown>, ids: readonly number[]): Condition =>
  ids.length === 0 ? never : sql<SqlBool>`${column} in (${sql.join(ids)})`

export const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? always : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`
export const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? never : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`

const department = sql`t.department_id`

export const inDepartment = (id: number): Condition => sql<SqlBool>`t.department_id = ${id}`

export const inScope = ({ departments, writtenByStaff }: TicketScope, column = department): Condition =>
  all([
    ...(departments ? [isOneOf(column, departments)] : []),
    ...(writtenByStaff === undefined ? [] : [sql<SqlBool>`t.author_staff_id = ${writtenByStaff}`]),
  ])

function writtenBy(authors: readonly AccountRef[]): Condition {
  const ids = (kind: AccountRef['kind']) =>
    authors.filter((author) => author.kind === kind).map(({ id }) => id)
  const [users, staff] = [ids('user'), ids('staff')]
  return any([
    ...(users.length > 0 ? [isOneOf(sql`t.author_id`, users)] : []),
    ...(staff.length > 0 ? [isOneOf(sql`t.author_staff_id`, staff)] : []),
  ])
}

/** A condition that has an index of its own, and that may leave few tickets. */
export interface Selective {
  readonly condition: Condition
  /** Selects the ids of the tickets that meet it, as `id`. Present only if that reads another table than `ticket`. */
  readonly ids?: RawBuilder<unknown>
}

function linkedTo(staff: number): Selective {
  const links = sql`from staff_ticket where staff_id = ${staff}`
  return { condition: sql`t.id in (select ticket_id ${links})`, ids: sql`select ticket_id as id ${links}` }
}

const tagged = (tags: readonly number[]): Condition =>
  sql`t.id in (select ticket_id from tag_ticket where ${isOneOf(sql`tag_id`, tags)})`

export function selective(filter: TicketFilter): Selective[] {
  const { linkedToStaff, authors, owners, tags, dateRange, numbers } = filter
  const dated =
    dateRange && sql<SqlBool>`t.date between ${minuteOf(dateRange.from)} and ${minuteOf(dateRange.to)}`
  return [
    ...(numbers ? [{ condition: isOneOf(sql`t.ticket_number`, numbers) }] : []),
    ...(authors ? [{ condition: writtenBy(authors) }] : []),
    ...(linkedToStaff === undefined ? [] : [linkedTo(linkedToStaff)]),
    ...(owners ? [{ condition: isOneOf(sql`t.owner_id`, owners) }] : []),
    ...(tags ? [{ condition: tagged(tags) }] : []),
    ...(dated ? [{ condition: dated }] : []),
  ]
}

/**
 * Conditions that are checked on each ticket that the others leave.
 *
 * @param column returns the column of a name. Default: as it is, so that an index may be used
 */
export function remaining(
  { assigned, closed, unreadStaff, unproved, outside }: TicketFilter,
  column: (name: string) => RawBuilder<unknown> = sql.ref,
): Condition[] {
  return [
    ...(assigned === undefined
      ? []
      : [sql<SqlBool>`${column('t.owner_id')} is ${assigned ? sql`not null` : sql`null`}`]),
    ...(closed === undefined ? [] : [sql<SqlBool>`${column('t.closed')} = ${bit(closed)}`]),
    ...(unreadStaff === undefined ? [] : [sql<SqlBool>`${column('t.unread_staff')} = ${bit(unreadStaff)}`]),
    ...(unproved === undefined ? [] : [sql<SqlBool>`coalesce(t.os_unproved, 0) = ${bit(unproved)}`]),
    ...(outside && outside.length > 0
      ? [sql<SqlBool>`(t.department_id is null or t.department_id not in (${sql.join(outside)}))`]
      : []),
  ]
}

/** Returns which tickets the lists of departments and scopes of a filter show; undefined for all. */
export function scopeOf({ anyOf, departments }: TicketFilter, column = department): Condition | undefined {
  if (!anyOf && !departments) return undefined
  return all([
    ...(anyOf ? [any(anyOf.map((scope) => inScope(scope, column)))] : []),
    ...(departments ? [isOneOf(column, departments)] : []),
  ])
}

/** Returns all that a filter without `text` asks. */
export function ticketConditions(filter: Omit<TicketFilter, 'text'>, { holds }: TextConditions): Condition {
  const scope = scopeOf(filter)
  const title = filter.titleContains
  return all([
    ...(scope ? [scope] : []),
    ...selective(filter).map(({ condition }) => condition),
    ...remaining(filter),
    ...(title === undefined ? [] : [holds('t.title', title)]),
  ])
}
