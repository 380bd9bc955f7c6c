import type { CsvImportStore } from '@opensupports/core'
import type { Db } from '../schema.js'

export const csvImportStore = (db: Db): CsvImportStore => ({
  async last() {
    const rows = db.selectFrom('os_csv_import').selectAll().orderBy('id', 'desc').limit(1)
    const row = await rows.executeTakeFirst()
    return (
      row && {
        id: Number(row.id),
        state: row.state === 'done' || row.state === 'interrupted' ? row.state : 'running',
        total: row.total,
        done: row.done,
        refused: row.refused,
        firstRefused: JSON.parse(row.first_refused) as string[],
        startedAt: new Date(Number(row.started_at)),
        updatedAt: new Date(Number(row.updated_at)),
      }
    )
  },
  async start(total, now) {
    await db.deleteFrom('os_csv_import').execute()
    const insert = db.insertInto('os_csv_import').values({
      state: 'running',
      total,
      done: 0,
      refused: 0,
      first_refused: '[]',
      started_at: now.getTime(),
      updated_at: now.getTime(),
    })
    return (await insert.returning('id').executeTakeFirstOrThrow()).id
  },
  async advance(id, { done, refused, firstRefused, updatedAt }) {
    const first_refused = JSON.stringify(firstRefused)
    const change = db
      .updateTable('os_csv_import')
      .set({ done, refused, first_refused, updated_at: updatedAt.getTime() })
      .where('id', '=', id)
      .where('state', '=', 'running')
    return (await change.executeTakeFirst()).numUpdatedRows > 0
  },
  async end(id, state, now) {
    await db
      .updateTable('os_csv_import')
      .set({ state, updated_at: now.getTime() })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute()
  },
})
