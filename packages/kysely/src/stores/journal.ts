import type { JournalEntries, JournalStore } from '@opensupports/core'
import { type Compilable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'
import { eventRow, eventStore, type NewEventRow } from './events.js'
import { type LogRow, logRow, logStore, mailRow, type NewMailRow, outboxStore } from './journals.js'

/** The rows of all tables that one statement inserts at most. */
const mostAtOnce = 64

interface Rows {
  readonly logs: readonly LogRow[]
  readonly mails: readonly NewMailRow[]
  readonly events: readonly NewEventRow[]
}

type Values = Readonly<Record<string, unknown>>

/** Returns rows with a placeholder for each value, named as in `valuesOf`. */
const marked = <Row extends object>(kind: string, rows: readonly Row[], marks: Values): Row[] =>
  rows.map(
    (row, place) =>
      Object.fromEntries(
        Object.keys(row).map((column) => [column, marks[`${kind} ${place} ${column}`]]),
      ) as Row,
  )

function valuesOf(rows: Rows): Values {
  const values: Record<string, unknown> = {}
  for (const [kind, some] of Object.entries(rows) as [string, readonly object[]][])
    for (const [place, row] of some.entries())
      for (const [column, value] of Object.entries(row)) values[`${kind} ${place} ${column}`] = value
  return values
}

/** Builds one statement for the rows of all three tables. */
function insertAll(db: Db, { logs, mails, events }: Rows, marks: Values): Compilable<unknown> {
  const inserts = [
    ...(logs.length > 0 ? [db.insertInto('log').values(marked('logs', logs, marks))] : []),
    ...(mails.length > 0 ? [db.insertInto('os_outbox').values(marked('mails', mails, marks))] : []),
    ...(events.length > 0 ? [db.insertInto('os_event').values(marked('events', events, marks))] : []),
  ]
  const last = inserts.pop()
  const others = inserts.map((insert, place) => sql`${sql.ref(`part_${place}`)} as (${insert})`)
  const all = others.length === 0 ? sql`${last}` : sql`with ${sql.join(others)} ${last}`
  return { compile: () => all.compile(db) }
}

/** The statements by the number of rows of each table. */
const byShape = new Map<string, (db: Db, values: Values) => Promise<unknown>>()

async function addAtOnce(db: Db, rows: Rows): Promise<void> {
  const shape = `${rows.logs.length} ${rows.mails.length} ${rows.events.length}`
  let insert = byShape.get(shape)
  if (!insert) {
    insert = statement<Values, unknown>((any, marks) => insertAll(any, rows, marks))
    byShape.set(shape, insert)
  }
  await insert(db, valuesOf(rows))
}

export function journalStore(
  db: Db,
  dialect: Pick<Dialect, 'rowLocks' | 'passingOver' | 'insertsIntoSeveral'>,
): JournalStore {
  const [logStorage, outbox, eventStorage] = [logStore(db), outboxStore(db, dialect), eventStore(db, dialect)]
  return {
    async add({ logs, mails, events }: JournalEntries) {
      const count = logs.length + mails.length + events.length
      const tables = [logs, mails, events].filter(({ length }) => length > 0).length
      if (dialect.insertsIntoSeveral && tables > 1 && count <= mostAtOnce) {
        const rows = { logs: logs.map(logRow), mails: mails.map(mailRow), events: events.map(eventRow) }
        return addAtOnce(db, rows)
      }
      for (const entry of logs) await logStorage.add(entry)
      await outbox.add(mails)
      await eventStorage.add(events)
    },
  }
}
