import type { Call } from './call.js'

/**
 * Runs `work`. When it throws, runs what it registered with `onFailure`, the last one first; otherwise registers it with
 * the call, which may be a part of a transaction of the host.
 */
export async function withUndo<C extends Pick<Call, 'logger'> & Partial<Pick<Call, 'onFailure'>>, T>(
  call: C,
  work: (call: C & Pick<Call, 'onFailure'>) => Promise<T>,
): Promise<T> {
  const undos: (() => Promise<unknown>)[] = []
  try {
    const result = await work({ ...call, onFailure: (undo) => void undos.push(undo) })
    for (const undo of undos) call.onFailure?.(undo)
    return result
  } catch (error) {
    for (const undo of undos.reverse()) {
      await undo().catch((err: unknown) => call.logger.warn({ err }, 'cleanup after a failed call failed'))
    }
    throw error
  }
}
