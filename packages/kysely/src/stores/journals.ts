import type { LogStore, OutboxStore } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'
import { dateOf, minuteOf } from '../values.js'

interface LogRow {
  type: string
  to: string | null
  date: number
  author_name: string
  author_user_id: number | null
  author_staff_id: number | null
}
const addLog = statement((db, row: LogRow) =>
  db
    .insertInto('log')
    .values({
      ...{ type: row.type, to: row.to, date: row.date, author_name: row.author_name },
      ...{ author_user_id: row.author_user_id, author_staff_id: row.author_staff_id },
    })
    .returning('id'),
)

export const logStore = (db: Db): LogStore => ({
  async add({ type, to, date, authorName, author }) {
    await addLog(db, {
      ...{ type, to, date: minuteOf(date), author_name: authorName },
      author_user_id: author?.kind === 'user' ? author.id : null,
      author_staff_id: author?.kind === 'staff' ? author.id : null,
    })
  },
  async list({ offset, limit }) {
    const rows = await db
      .selectFrom('log')
      .selectAll()
      .orderBy('id', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      ...{
        id: row.id,
        type: row.type,
        to: row.to,
        date: dateOf(row.date),
        authorName: row.author_name ?? '',
      },
      author:
        row.author_user_id !== null
          ? { kind: 'user', id: row.author_user_id }
          : row.author_staff_id !== null
            ? { kind: 'staff', id: row.author_staff_id }
            : null,
    }))
  },
})

export const outboxStore = (db: Db): OutboxStore => ({
  async add({ template, to, language, variables, createdAt }) {
    const created = createdAt.getTime()
    await db
      .insertInto('os_outbox')
      .values({
        ...{ template, recipient: to, language, variables: JSON.stringify(variables) },
        ...{ created_at: created, due_at: created },
      })
      .execute()
  },
  async claim(now, leaseUntil, limit) {
    const rows = await db
      .updateTable('os_outbox')
      .set({ due_at: leaseUntil.getTime(), attempts: sql<number>`attempts + 1` })
      .where('id', 'in', (row) =>
        row
          .selectFrom('os_outbox')
          .select('id')
          .where('due_at', '<=', now.getTime())
          .orderBy('id')
          .limit(limit),
      )
      .returningAll()
      .execute()
    return rows
      .sort((one, other) => one.id - other.id)
      .map(({ id, template, recipient, language, variables, created_at, attempts }) => ({
        ...{
          id,
          template,
          to: recipient,
          language,
          variables: JSON.parse(variables) as Record<string, string>,
        },
        ...{ createdAt: new Date(created_at), attempts },
      }))
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
})
