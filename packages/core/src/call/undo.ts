import type { Log } from '../platform/index.js'
import type { Call } from './call.js'

/** Reverts work outside the database. */
export type Undo = () => Promise<unknown>

/**
 * Runs `work`. When it throws, runs what it registered with `onFailure`, the last one first; otherwise registers it with
 * the call, which may be a part of a transaction of the host.
 */
export async function withUndo<C extends Pick<Call, 'logger'> & Partial<Pick<Call, 'onFailure'>>, T>(
  call: C,
  work: (call: C & Pick<Call, 'onFailure'>) => Promise<T>,
): Promise<T> {
  const undos: Undo[] = []
  try {
    const result = await work({ ...call, onFailure: (undo) => void undos.push(undo) })
    for (const undo of undos) call.onFailure?.(undo)
    return result
  } catch (error) {
    await undoAll(undos, call.logger)
    throw error
  }
}

/** Runs the functions, the last one first. One that fails is logged, and does not stop the others. */
export async function undoAll(undos: readonly Undo[], log: Log): Promise<void> {
  for (const undo of undos.toReversed())
    await undo().catch((err: unknown) => log.warn({ err }, 'cleanup after a failed call failed'))
}
