import type { Call, StaffActor } from '../../call/index.js'
import { type ErrorCode, OpenSupportsError } from '../../errors.js'
import { inBatches, nextTurn, oneAhead } from '../../platform/index.js'
import type { CsvBatch, Storage } from '../../storage/index.js'
import { checkRow, storeBatch } from './imported-rows.js'

/** How many rows a transaction imports. */
export const rowsAtOnce = 25

/** How many batches are stored at once. */
const batchesAtOnce = 20

/** How long a process may import nothing before another one goes on, in milliseconds. */
const lease = 60_000

/** Codes of a caller who may not import any more. */
const ending: readonly ErrorCode[] = ['NO_PERMISSION', 'USER_DISABLED', 'UNKNOWN_STAFF']

/** Stores the rows of an import, for any process to import them later. */
export async function storeForLater(
  call: Call<StaffActor>,
  id: number,
  rows: AsyncIterable<readonly string[]>,
): Promise<void> {
  const { csvImports } = call.storage
  for await (const batches of inBatches(inBatches(rows, rowsAtOnce), batchesAtOnce)) {
    await csvImports.addBatches(id, batches)
    await nextTurn()
  }
  await csvImports.release(id, call.clock())
}

/** What going on with an import needs. */
export interface ImportContext {
  readonly storage: Storage
  readonly now: () => Date
  /** Returns a call in the name of a staff member. Throws NO_PERMISSION and other codes for those below level 3. */
  callAs(staffId: number): Promise<Call<StaffActor>>
}

/**
 * Imports the stored rows of an import that no other process works on, from the batch on that it has reached.
 *
 * @param signal stops it after the transaction in progress: another process, or the next call, goes on
 */
export async function continueImport(
  { storage, now, callAs }: ImportContext,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { csvImports } = storage
  const last = await csvImports.last()
  if (!last || last.staffId === null || last.state === 'done' || last.state === 'interrupted') return
  const { id, staffId } = last
  if (!(await csvImports.claim(id, now(), lease))) return
  try {
    const call = await callAs(staffId)
    const checked = oneAhead(storedBatches(storage, id), async (batch) => ({
      batch,
      rows: await Promise.all(batch.rows.map((row) => checkRow(call, row))),
    }))
    for await (const batches of checked) {
      if (signal?.aborted) return await csvImports.release(id, now())
      for (const { batch, rows } of batches) await storeBatch(call, id, batch, rows)
      await nextTurn()
    }
    await csvImports.end(id, 'done', now())
  } catch (error) {
    // Others are tried again once the lease has ended.
    if (!(error instanceof OpenSupportsError) || !ending.includes(error.code)) throw error
    await csvImports.end(id, 'interrupted', now())
  }
}

/** Yields the batches one by one, each in a list as `oneAhead` takes them. */
async function* storedBatches({ csvImports }: Storage, id: number): AsyncGenerator<readonly CsvBatch[]> {
  let batch = await csvImports.nextBatch(id, 0)
  while (batch) {
    yield [batch]
    batch = await csvImports.nextBatch(id, batch.id)
  }
}
