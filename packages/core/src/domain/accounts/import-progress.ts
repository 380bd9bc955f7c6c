import { type Call, type StaffActor, type Tx, transaction } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredCsvImport } from '../../storage/index.js'

/** How long an import may write nothing before it counts as crashed, in milliseconds. */
const lease = 120_000
/** How many refused rows are kept for `/system/get-csv-import`. */
const keptRefusals = 1000

/** Returns whether an import is still running: one whose process has crashed no longer advances. */
export const isRunning = ({ state, updatedAt }: StoredCsvImport, now: Date): boolean =>
  state === 'running' && now.getTime() - updatedAt.getTime() < lease

/** The report of an import so far. */
export interface ImportReport {
  readonly done: number
  readonly refused: readonly string[]
}

/**
 * Starts an import of `total` rows. Returns its id.
 *
 * @throws IMPORT_RUNNING while another one runs, in any process
 */
export const startImport = (call: Call<StaffActor>, total: number): Promise<number> =>
  transaction(
    call,
    async (tx) => {
      const last = await tx.csvImports.last()
      if (last && isRunning(last, call.clock())) fail('IMPORT_RUNNING')
      return tx.csvImports.start(total, call.clock())
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
