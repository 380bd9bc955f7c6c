import { type Call, type StaffActor, type Tx, transaction } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { CsvBatch, StoredCsvImport } from '../../storage/index.js'

/** How long an import may write nothing before it counts as crashed, in milliseconds. */
const lease = 120_000
/** How many refused rows are kept for `/system/get-csv-import`. */
const keptRefusals = 1000

/** Returns whether an import is still running: one whose process has crashed no longer advances. */
const isRunning = ({ state, updatedAt }: StoredCsvImport, now: Date): boolean =>
  state !== 'done' && state !== 'interrupted' && now.getTime() - updatedAt.getTime() < lease

/** Returns what callers see of an import. */
export function importView(stored: StoredCsvImport, now: Date) {
  const { id, total, done, refused, firstRefused, startedAt, updatedAt } = stored
  const unfinished = isRunning(stored, now) ? ('running' as const) : ('interrupted' as const)
  const state = stored.state === 'done' ? ('done' as const) : unfinished
  return { id, state, total, done, refused, firstRefused: [...firstRefused], startedAt, updatedAt }
}

/** The report of an import so far. */
export interface ImportReport {
  readonly done: number
  readonly refused: readonly string[]
}

/**
 * Starts an import of `total` rows. Returns its id.
 *
 * @param staffId in whose name stored rows are imported; null if the caller imports them
 * @throws IMPORT_RUNNING while another one runs, in any process
 */
export const startImport = (call: Call<StaffActor>, total: number, staffId: number | null): Promise<number> =>
  transaction(
    call,
    async (tx) => {
      const last = await tx.csvImports.last()
      if (last && isRunning(last, call.clock())) fail('IMPORT_RUNNING')
      return tx.csvImports.start(total, call.clock(), staffId)
    },
    [{ name: 'imports', mode: 'update' }],
  )

/**
 * Saves the progress of an import, in the transaction that writes its rows.
 *
 * @throws INTERRUPTED when another import has taken over, since this one did not advance for two minutes
 */
export async function advanceImport(
  tx: Tx,
  id: number,
  { done, refused }: ImportReport,
  updatedAt: Date,
): Promise<void> {
  const firstRefused = refused.slice(0, keptRefusals)
  const progress = { done, refused: refused.length, firstRefused, updatedAt }
  if (!(await tx.csvImports.advance(id, progress))) fail('INTERRUPTED', { rows: done, refused })
}

/**
 * Takes a stored batch out, in the transaction that imports its rows, and saves the progress at its end.
 *
 * @returns the function that saves it, with the refused rows of the batch
 * @throws INTERRUPTED when another process has imported the batch, or another import has taken over
 */
export async function takeBatch(
  tx: Tx,
  id: number,
  batch: CsvBatch,
): Promise<(refused: readonly string[], updatedAt: Date) => Promise<void>> {
  const last = await tx.csvImports.last()
  if (last?.id !== id || !(await tx.csvImports.removeBatch(batch.id))) fail('INTERRUPTED')
  const done = last.done + batch.rows.length
  return async (refused, updatedAt) => {
    const firstRefused = [...last.firstRefused, ...refused].slice(0, keptRefusals)
    const progress = { done, refused: last.refused + refused.length, firstRefused, updatedAt }
    if (!(await tx.csvImports.advance(id, progress))) fail('INTERRUPTED')
  }
}

/** Runs an import to its end, and saves whether it came there. */
export async function endingImport<T>(call: Call, id: number, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    await call.storage.csvImports.end(id, 'done', call.clock())
    return result
  } catch (error) {
    await call.storage.csvImports.end(id, 'interrupted', call.clock()).catch((err: unknown) => {
      call.logger.warn(
        { err },
        'an interrupted import could not be marked: it counts as running for two minutes',
      )
    })
    throw error
  }
}
