import type { JournalEntries, JournalStore } from '@opensupports/core'
import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'
import { markedRows, shapedStatements } from '../statement.js'
import { eventRow, eventStore, type NewEventRow } from './events.js'
import { type LogRow, logRow, logStore } from './logs.js'
import { mailRow, type NewMailRow, outboxStore } from './outbox.js'

/** The most rows, of all tables together, that one statement inserts. */
const mostAtOnce = 64

interface Rows {
  readonly logs: readonly LogRow[]
  readonly mails: readonly NewMailRow[]
  readonly events: readonly NewEventRow[]
}

/** Builds one statement for the rows of all three tables. */
function insertOf(db: Db, { logs, mails, events }: Rows): RawBuilder<unknown> {
  const inserts = [
    ...(logs.length > 0 ? [db.insertInto('log').values(markedRows('logs', logs))] : []),
    ...(mails.length > 0 ? [db.insertInto('os_outbox').values(markedRows('mails', mails))] : []),
    ...(events.length > 0 ? [db.insertInto('os_event').values(markedRows('events', events))] : []),
  ]
  const last = inserts.pop()
  const others = inserts.map((insert, place) => sql`${sql.ref(`part_${place}`)} as (${insert})`)
  return others.length === 0 ? sql`${last}` : sql`with ${sql.join(others)} ${last}`
}

const insert = shapedStatements({ isSelect: false, isLate: true })

async function addAtOnce(db: Db, rows: Rows): Promise<void> {
  const key = `${rows.logs.length} ${rows.mails.length} ${rows.events.length}`
  await insert(db, key, rows, () => insertOf(db, rows))
}

/** Adds the log entries, mails and events of a transaction, with one statement where the engine can. */
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
      if (mails.length > 0) await outbox.add(mails)
      if (events.length > 0) await eventStorage.add(events)
    },
  }
}
