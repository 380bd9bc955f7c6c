import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type DateExpressions, lastDay } from '../../dialects/dialect.js'
import type { Db } from '../../schema.js'
import { lateStatement } from '../../statement.js'
import { dayOf } from './days.js'

const noteDay = lateStatement((db, { day }: { day: number }) =>
  db.insertInto('os_statistic_change').values({ day }),
)

/** Notes which days have figures out of date. Call it in the transaction of the change. */
export interface Changes {
  /** Notes the day of a ticket that is created. */
  created(minute: number): Promise<void>
  /** Notes the day of a ticket. */
  of(ticketId: number): Promise<void>
  /** Notes the days of the tickets `ticket` that match. */
  where(condition: RawBuilder<SqlBool>): Promise<void>
}

/** Compiled once per dialect. */
const noteTickets = new WeakMap<DateExpressions, (db: Db, one: { id: number }) => Promise<unknown>>()

function noteTicketOf(dates: DateExpressions) {
  const known = noteTickets.get(dates)
  if (known) return known
  const made = lateStatement((db, { id }: { id: number }) =>
    db
      .insertInto('os_statistic_change')
      .columns(['day'])
      .expression((row) =>
        row.selectFrom('ticket').select(dates.day('ticket.date').as('day')).where('id', '=', id),
      ),
  )
  noteTickets.set(dates, made)
  return made
}

export const changesOf = (db: Db, dates: DateExpressions): Changes => ({
  async created(minute) {
    await noteDay(db, { day: dayOf(minute) })
  },
  async of(id) {
    await noteTicketOf(dates)(db, { id })
  },
  async where(condition) {
    // The newest days first, since they are asked for most.
    await sql`insert into os_statistic_change (day)
      select distinct ${dates.day('ticket.date')} from ticket where ${condition} order by 1 desc`.execute(db)
  },
})

/**
 * Makes statistics count all tickets, until the figures are kept again: for tickets that were written by other means
 * than the store.
 */
export async function noteAllDays(db: Db, dates: DateExpressions): Promise<void> {
  await sql`insert into os_statistic_change (day) select distinct day from os_statistic
    where day <= ${lastDay}`.execute(db)
  await changesOf(db, dates).where(sql`1 = 1`)
}
