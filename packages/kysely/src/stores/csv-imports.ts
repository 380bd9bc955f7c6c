import type { CsvBatch, CsvImportStore, StoredCsvImport } from '@opensupports/core'
import type { Db } from '../schema.js'
import { insertRows } from './insert-rows.js'

const states = ['reading', 'waiting', 'running', 'done', 'interrupted'] as const
const stateOf = (state: string): StoredCsvImport['state'] =>
  states.find((each) => each === state) ?? 'interrupted'

/** The states of an import that has not ended. */
const unfinished = ['reading', 'waiting', 'running']

export const csvImportStore = (db: Db): CsvImportStore => ({
  async last() {
    const rows = db.selectFrom('os_csv_import').selectAll().orderBy('id', 'desc').limit(1)
    const row = await rows.executeTakeFirst()
    return (
      row && {
        id: Number(row.id),
        state: stateOf(row.state),
        staffId: row.staff_id,
        total: row.total,
        done: row.done,
        refused: row.refused,
        firstRefused: JSON.parse(row.first_refused) as string[],
        startedAt: new Date(Number(row.started_at)),
        updatedAt: new Date(Number(row.updated_at)),
      }
    )
  },
  async start(total, now, staffId) {
    await db.deleteFrom('os_csv_batch').execute()
    await db.deleteFrom('os_csv_import').execute()
    const insert = db.insertInto('os_csv_import').values({
      state: staffId === null ? 'running' : 'reading',
      staff_id: staffId,
      total,
      done: 0,
      refused: 0,
      first_refused: '[]',
      started_at: now.getTime(),
      updated_at: now.getTime(),
    })
    return (await insert.returning('id').executeTakeFirstOrThrow()).id
  },
  addBatches: (importId, batches) =>
    insertRows(
      batches.map((rows) => ({ import_id: importId, content: JSON.stringify(rows) })),
      (rows) => db.insertInto('os_csv_batch').values(rows).execute(),
    ),
  async nextBatch(importId, after) {
    const batch = await db
      .selectFrom('os_csv_batch')
      .select(['id', 'content'])
      .where('id', '>', after)
      .where('import_id', '=', importId)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return batch && { id: Number(batch.id), rows: JSON.parse(batch.content) as CsvBatch['rows'] }
  },
  async removeBatch(batchId) {
    const removal = await db.deleteFrom('os_csv_batch').where('id', '=', batchId).executeTakeFirst()
    return removal.numDeletedRows > 0
  },
  async release(id, now) {
    await db
      .updateTable('os_csv_import')
      .set({ state: 'waiting', updated_at: now.getTime() })
      .where('id', '=', id)
      .where('state', 'in', unfinished)
      .execute()
  },
  async claim(id, now, lease) {
    const time = now.getTime()
    const claim = db
      .updateTable('os_csv_import')
      .set({ state: 'running', updated_at: time })
      .where('id', '=', id)
      .where('staff_id', 'is not', null)
      .where(({ or, and, eb }) =>
        or([
          eb('state', '=', 'waiting'),
          and([
            eb('state', '=', 'running'),
            or([eb('updated_at', '<=', time - lease), eb('updated_at', '>=', time + lease)]),
          ]),
        ]),
      )
    return (await claim.executeTakeFirst()).numUpdatedRows > 0
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
    const end = db
      .updateTable('os_csv_import')
      .set({ state, updated_at: now.getTime() })
      .where('id', '=', id)
      .where('state', 'in', unfinished)
    if ((await end.executeTakeFirst()).numUpdatedRows === 0n) return
    await db.deleteFrom('os_csv_batch').where('import_id', '=', id).execute()
  },
})
