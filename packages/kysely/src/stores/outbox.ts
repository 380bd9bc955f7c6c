import type { MailProof, NewMail, OutboxStore, StoredMail } from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db, Schema } from '../schema.js'
import { rowsStatement } from '../statement.js'
import { insertRows } from './insert-rows.js'

const mailOf = (row: Selectable<Schema['os_outbox']>): StoredMail => ({
  id: row.id,
  template: row.template,
  to: row.recipient,
  language: row.language,
  variables: JSON.parse(row.variables) as Record<string, string>,
  createdAt: new Date(row.created_at),
  attempts: row.attempts,
  ...(row.proof === null ? {} : { proof: row.proof as MailProof }),
})

export interface NewMailRow {
  template: string
  recipient: string
  language: string
  variables: string
  created_at: number
  due_at: number
  proof: string | null
}
const addMails = rowsStatement((db, rows: readonly NewMailRow[]) => db.insertInto('os_outbox').values(rows))

export const mailRow = ({ template, to, language, variables, createdAt, proof }: NewMail): NewMailRow => ({
  template,
  recipient: to,
  language,
  variables: JSON.stringify(variables),
  created_at: createdAt.getTime(),
  due_at: createdAt.getTime(),
  proof: proof ?? null,
})

export const outboxStore = (db: Db, { passingOver }: Pick<Dialect, 'passingOver'>): OutboxStore => ({
  add: (mails) => insertRows(mails.map(mailRow), (rows) => addMails(db, rows)),
  async claim(now, leaseUntil, limit) {
    const due = await db
      .selectFrom('os_outbox')
      .selectAll()
      .where('due_at', '<=', now.getTime())
      .orderBy('id')
      .limit(limit)
      .modifyEnd(passingOver)
      .execute()
    if (due.length === 0) return []
    await db
      .updateTable('os_outbox')
      .set({ due_at: leaseUntil.getTime(), attempts: sql<number>`attempts + 1` })
      .where(
        'id',
        'in',
        due.map(({ id }) => id),
      )
      .execute()
    return due.map((row) => mailOf({ ...row, attempts: row.attempts + 1 }))
  },
  async bringForward(latest) {
    const times = latest.map((time) => time.getTime())
    const late = await db
      .selectFrom('os_outbox')
      .select(['id', 'attempts'])
      .where('due_at', '>', Math.min(...times))
      .where((row) =>
        row.or(
          times.map((time, attempts) =>
            row.and([
              row('attempts', attempts < times.length - 1 ? '=' : '>=', attempts),
              row('due_at', '>', time),
            ]),
          ),
        ),
      )
      .execute()
    // Reads first, since there is nothing to write as long as the clock goes forward.
    for (const [attempts, time] of times.entries()) {
      const isLast = attempts === times.length - 1
      const ids = late.filter((row) => (isLast ? row.attempts >= attempts : row.attempts === attempts))
      for (let start = 0; start < ids.length; start += 500) {
        await db
          .updateTable('os_outbox')
          .set({ due_at: time })
          .where(
            'id',
            'in',
            ids.slice(start, start + 500).map(({ id }) => id),
          )
          // Another process may have delivered or postponed it meanwhile.
          .where('due_at', '>', time)
          .execute()
      }
    }
  },
  async remove(id) {
    await db.deleteFrom('os_outbox').where('id', '=', id).execute()
  },
  async failed(id, retryAt, cause) {
    await db
      .updateTable('os_outbox')
      .set({ due_at: retryAt?.getTime() ?? null, cause })
      .where('id', '=', id)
      .execute()
  },
  async release(id, now) {
    await db
      .updateTable('os_outbox')
      .set({ due_at: now.getTime(), attempts: sql<number>`attempts - 1` })
      .where('id', '=', id)
      .execute()
  },
  async backlog() {
    const counted = (operator: 'is' | 'is not') =>
      db
        .selectFrom(
          db.selectFrom('os_outbox').select('id').where('due_at', operator, null).limit(10_000).as('counted'),
        )
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    const [waiting, first, dead] = [
      await counted('is not'),
      await db
        .selectFrom('os_outbox')
        .select('due_at')
        .where('due_at', 'is not', null)
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst(),
      await counted('is'),
    ]
    return {
      waiting: Number(waiting.n),
      firstDueAt: first?.due_at ? new Date(first.due_at) : null,
      deadLetters: Number(dead.n),
    }
  },
  async undelivered({ offset, limit }) {
    const rows = await db
      .selectFrom('os_outbox')
      .selectAll()
      .where('cause', 'is not', null)
      .orderBy('id', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      ...mailOf(row),
      dueAt: row.due_at === null ? null : new Date(row.due_at),
      cause: row.cause ?? '',
    }))
  },
  async retry(id, now) {
    const change = db
      .updateTable('os_outbox')
      .set({ due_at: now.getTime(), attempts: 0, cause: null })
      .where('id', '=', id)
      .where('cause', 'is not', null)
    return (await change.executeTakeFirst()).numUpdatedRows > 0
  },
  async discard(id) {
    const removal = db.deleteFrom('os_outbox').where('id', '=', id).where('cause', 'is not', null)
    return (await removal.executeTakeFirst()).numDeletedRows > 0
  },
})
