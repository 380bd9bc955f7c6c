import type { Call } from './call.js'

/** Runs `work`. When it throws, runs what it registered with `onFailure`, the last one first. */
export async function withUndo<C extends Pick<Call, 'logger'>, T>(
  call: C,
  work: (call: C & Pick<Call, 'onFailure'>) => Promise<T>,
): Promise<T> {
  const undos: (() => Promise<unknown>)[] = []
  try {
    return await work({ ...call, onFailure: (undo) => void undos.push(undo) })
  } catch (error) {
    for (const undo of undos.reverse()) {
      await undo().catch((err: unknown) => call.logger.warn({ err }, 'cleanup after a failed call failed'))
    }
    throw error
  }
}
