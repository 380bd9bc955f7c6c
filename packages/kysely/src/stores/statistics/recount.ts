import { type RawBuilder, sql } from 'kysely'
import type { DateExpressions } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import type { Condition } from '../ticket-conditions.js'
import type { Span } from './days.js'
import { addAt, addFigures, addLocal, type FigureName, noTotals, type Row, type Totals } from './figures.js'
import { isUtc, offsetOf, type Zone } from './zone.js'

/** Selects a sum and the number of rows that it covers. */
const figuresOf = (name: string, value: RawBuilder<unknown>) =>
  sql`sum(${value}) as ${sql.ref(`${name}_sum`)}, count(${value}) as ${sql.ref(`${name}_count`)}`

/** The seconds between two columns; 0 if the clock was set back between them. */
function since(dates: DateExpressions, from: string, to: string) {
  const seconds = sql`${dates.seconds(to)} - ${dates.seconds(from)}`
  return sql`case when ${seconds} < 0 then 0 else ${seconds} end`
}

/** Queries the figures of tickets by keys. */
async function heads<Key extends string>(
  db: Db,
  dates: DateExpressions,
  where: Condition,
  keys: Readonly<Partial<Record<Key, RawBuilder<unknown>>>>,
): Promise<readonly Row<Key | FigureName>[]> {
  const first = sql`case when t.first_closed_at is not null then ${since(dates, 't.date', 't.first_closed_at')} end`
  const last = sql`case when t.first_closed_at is not null and t.last_closed_at is not null
    then ${since(dates, 't.date', 't.last_closed_at')} end`
  const columns = Object.entries(keys) as [string, RawBuilder<unknown>][]
  const query = sql<Row<Key | FigureName>>`select
    ${sql.join(columns.map(([name, value]) => sql`${value} as ${sql.ref(name)}`))}, count(*) as created,
    count(case when t.closed = 1 then 1 end) as closed,
    count(case when t.reopened = 1 then 1 end) as reopened,
    ${figuresOf('first', first)}, ${figuresOf('last', last)},
    ${figuresOf('departments', sql`t.total_departments`)}, ${figuresOf('owners', sql`t.total_owners`)}
    from ticket t where ${where} group by ${sql.join(columns.map((_, place) => sql.lit(place + 1)))}`
  return (await query.execute(db)).rows
}

/** Queries the public comments by staff, by department. Counts each ticket once, even if several tags match. */
async function replies(db: Db, dates: DateExpressions, where: Condition, byDepartment: boolean) {
  const [column, group] = byDepartment
    ? [sql`r.department_id, `, sql`group by r.department_id`]
    : [sql``, sql``]
  const query = sql<Row<'department_id' | FigureName>>`
    select ${column}${figuresOf('reply', since(dates, 'r.date', 'r.first'))},
    count(case when r.closed = 1 and r.comments = 1 then 1 end) as instant
    from (select t.id, t.date, t.closed, t.department_id, min(e.date) as first, count(*) as comments
      from ticket t join ticketevent e on e.ticket_id = t.id
      where e.type = 'COMMENT' and e.author_staff_id is not null and coalesce(e.private, 0) = 0 and ${where}
      group by t.id, t.date, t.closed, t.department_id) r ${group}`
  return (await query.execute(db)).rows
}

/**
 * Adds the totals of the tickets that match, in two statements. The database returns at most a row per quarter of an
 * hour of a week, for each difference of the zone from UTC.
 *
 * @param span contains all matching tickets
 */
export async function addRecount(
  db: Db,
  dates: DateExpressions,
  where: Condition,
  totals: Totals,
  zone: Zone,
  span: Span,
): Promise<void> {
  const { figures } = totals
  const weekday = dates.weekday('t.date')
  const keys: Readonly<Partial<Record<'quarter' | 'weekday' | 'ahead', RawBuilder<unknown>>>> = isUtc(zone)
    ? { quarter: sql`${dates.hour('t.date')} * 10`, weekday }
    : { quarter: dates.quarter('t.date'), weekday, ahead: offsetOf('t.date', zone, span) }
  for (const row of await heads(db, dates, where, keys)) {
    addFigures(figures, row)
    const { quarter, weekday, ahead } = row
    addLocal(totals, quarter, weekday, Number(ahead ?? 0), Number(row.created))
  }
  for (const row of await replies(db, dates, where, false)) addFigures(figures, row)
}

/** The department number of the totals of all departments. */
export const allDepartments = 0

/** The totals of a day in one department. */
export interface DayTotals {
  readonly departmentId: number
  readonly totals: Totals
  /** The number of tickets by quarter of an hour, as `DateExpressions.quarter` numbers them. */
  readonly quarters: Map<number, number>
}

/** Counts the tickets of one day: in all departments, and in each. Returns nothing for a day without tickets. */
export async function recountDay(db: Db, dates: DateExpressions, where: Condition): Promise<DayTotals[]> {
  const days = new Map<number, DayTotals>()
  /** Returns the totals to which a row of a department belongs. */
  const of = (department: number | string | null | undefined): DayTotals[] => {
    const ids = department === null || department === undefined ? [] : [Number(department)]
    return [allDepartments, ...ids].map((departmentId) => {
      const day = days.get(departmentId) ?? { departmentId, totals: noTotals(), quarters: new Map() }
      days.set(departmentId, day)
      return day
    })
  }
  const keys = {
    department_id: sql`t.department_id`,
    quarter: dates.quarter('t.date'),
    weekday: dates.weekday('t.date'),
  }
  for (const row of await heads(db, dates, where, keys)) {
    const created = Number(row.created)
    // Null for a ticket without a date.
    const quarter = row.quarter === null ? undefined : Number(row.quarter)
    for (const { totals, quarters } of of(row.department_id)) {
      addFigures(totals.figures, row)
      addAt(totals.byWeekday, row.weekday, created)
      if (quarter !== undefined) quarters.set(quarter, (quarters.get(quarter) ?? 0) + created)
    }
  }
  for (const row of await replies(db, dates, where, true))
    for (const { totals } of of(row.department_id)) addFigures(totals.figures, row)
  return [...days.values()]
}
