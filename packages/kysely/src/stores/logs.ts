import type { LogStore, NewLog } from '@opensupports/core'
import type { Db } from '../schema.js'
import { lateStatement } from '../statement.js'
import { dateOf, minuteOf } from '../values.js'
import { accountOrNone } from './account-columns.js'

export interface LogRow {
  type: string
  to: string | null
  date: number
  author_name: string
  author_user_id: number | null
  author_staff_id: number | null
}
const addLog = lateStatement((db, row: LogRow) =>
  db.insertInto('log').values({
    type: row.type,
    to: row.to,
    date: row.date,
    author_name: row.author_name,
    author_user_id: row.author_user_id,
    author_staff_id: row.author_staff_id,
  }),
)

export const logRow = ({ type, to, date, authorName, author }: NewLog): LogRow => ({
  type,
  to,
  date: minuteOf(date),
  author_name: authorName,
  author_user_id: author?.kind === 'user' ? author.id : null,
  author_staff_id: author?.kind === 'staff' ? author.id : null,
})

export const logStore = (db: Db): LogStore => ({
  async add(entry) {
    await addLog(db, logRow(entry))
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
      id: row.id,
      type: row.type,
      to: row.to,
      date: dateOf(row.date),
      authorName: row.author_name ?? '',
      author: accountOrNone(row.author_user_id, row.author_staff_id),
    }))
  },
})
