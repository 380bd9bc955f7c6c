import type { Statistics, StatisticsFilter } from '@opensupports/core'
import { sql } from 'kysely'
import type { DateExpressions, Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { ticketConditions } from './ticket-conditions.js'

type Where = ReturnType<typeof ticketConditions>

/** Columns of counts and sums. Null if there are no rows; some drivers return strings. */
type Figures<Name extends string> = Record<Name, number | string | null>

const number = (value: number | string | null | undefined) => Number(value ?? 0)

/** Selects a sum and the number of rows that it covers. */
const figuresOf = (name: string, value: ReturnType<typeof sql>) =>
  sql`sum(${value}) as ${sql.ref(`${name}_sum`)}, count(${value}) as ${sql.ref(`${name}_count`)}`

type Averages<Name extends string> = Figures<`${Name}_sum` | `${Name}_count`>

/** Returns the average, or 0 without rows. Divides here because databases round to different numbers of decimals. */
function average<Name extends string>(row: Averages<Name> | undefined, name: Name): number {
  const count = number(row?.[`${name}_count`])
  return count === 0 ? 0 : number(row?.[`${name}_sum`]) / count
}

/** The seconds between two columns; 0 if the clock was set back between them. */
function since(dates: DateExpressions, from: string, to: string) {
  const seconds = sql`${dates.seconds(to)} - ${dates.seconds(from)}`
  return sql`case when ${seconds} < 0 then 0 else ${seconds} end`
}

async function heads(db: Db, dates: DateExpressions, where: Where) {
  type Row = Figures<'created' | 'closed' | 'reopened'> &
    Averages<'first' | 'last' | 'departments' | 'owners'>
  const first = sql`case when t.first_closed_at is not null then ${since(dates, 't.date', 't.first_closed_at')} end`
  const last = sql`case when t.first_closed_at is not null and t.last_closed_at is not null
    then ${since(dates, 't.date', 't.last_closed_at')} end`
  const query = sql<Row>`select count(*) as created,
    count(case when t.closed = 1 then 1 end) as closed,
    count(case when t.reopened = 1 then 1 end) as reopened,
    ${figuresOf('first', first)}, ${figuresOf('last', last)},
    ${figuresOf('departments', sql`t.total_departments`)}, ${figuresOf('owners', sql`t.total_owners`)}
    from ticket t where ${where}`
  return (await query.execute(db)).rows[0]
}

/** Queries the public comments by staff. Counts each ticket once, even if several tags match. */
async function replies(db: Db, dates: DateExpressions, where: Where) {
  const query = sql<Figures<'instant'> & Averages<'reply'>>`
    select ${figuresOf('reply', since(dates, 'r.date', 'r.first'))},
    count(case when r.closed = 1 and r.comments = 1 then 1 end) as instant
    from (select t.id, t.date, t.closed, min(e.date) as first, count(*) as comments
      from ticket t join ticketevent e on e.ticket_id = t.id
      where e.type = 'COMMENT' and e.author_staff_id is not null and coalesce(e.private, 0) = 0 and ${where}
      group by t.id, t.date, t.closed) r`
  return (await query.execute(db)).rows[0]
}

/** Counts tickets by hour and by weekday. The query returns at most 168 rows, one per hour of the week. */
async function times(db: Db, dates: DateExpressions, where: Where) {
  const query = sql<Figures<'hour' | 'weekday' | 'tickets'>>`select ${dates.hour('t.date')} as hour,
    ${dates.weekday('t.date')} as weekday, count(*) as tickets
    from ticket t where ${where} group by 1, 2`
  const byHour = new Array<number>(24).fill(0)
  const byWeekday = new Array<number>(7).fill(0)
  for (const { hour, weekday, tickets } of (await query.execute(db)).rows) {
    addAt(byHour, hour, number(tickets))
    addAt(byWeekday, weekday, number(tickets))
  }
  return { byHour, byWeekday }
}

/** Adds to the count at an index. Skips invalid dates of 4.11 rows, which have no valid index. */
function addAt(counts: number[], place: number | string | null, more: number) {
  const before = place === null ? undefined : counts[Number(place)]
  if (before !== undefined) counts[Number(place)] = before + more
}

/** Computes the statistics in three statements, independent of the number of tickets. */
export async function statisticsOf(
  db: Db,
  { dates, text }: Pick<Dialect, 'dates' | 'text'>,
  filter: StatisticsFilter,
): Promise<Statistics> {
  const where = ticketConditions(filter, text)
  const head = await heads(db, dates, where)
  const reply = await replies(db, dates, where)
  const { byHour, byWeekday } = await times(db, dates, where)
  const [created, closed] = [number(head?.created), number(head?.closed)]
  return {
    created,
    open: created - closed,
    closed,
    instant: number(reply?.instant),
    reopened: number(head?.reopened),
    createdByHour: byHour,
    createdByWeekday: byWeekday,
    averageFirstReply: Math.trunc(average(reply, 'reply')),
    averageFirstClosed: Math.trunc(average(head, 'first')),
    averageLastClosed: Math.trunc(average(head, 'last')),
    averageDepartmentHops: average(head, 'departments'),
    averageStaffHops: average(head, 'owners'),
  }
}
