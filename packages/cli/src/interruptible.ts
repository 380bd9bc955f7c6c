import { onStopSignal } from './stop-signal.js'

/** A stop signal ended a command before it was complete. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

/**
 * Runs work that ends early at a stop signal, such as Ctrl-C. A second stop signal ends the process at once.
 *
 * @param outcome what an interruption leaves behind, for the error's message
 * @throws InterruptedError after an interruption
 */
export async function interruptible<T>(
  outcome: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController()
  const release = onStopSignal(() => stopping.abort(new InterruptedError(`Interrupted: ${outcome}`)))
  try {
    return await work(stopping.signal)
  } catch (error) {
    stopping.signal.throwIfAborted()
    throw error
  } finally {
    release()
  }
}
