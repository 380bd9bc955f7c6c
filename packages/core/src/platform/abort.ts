/** What work that may take long can be ended by. */
export interface Abortable {
  /** Ends the work. What is under way is completed where that takes a few seconds, and given back otherwise. */
  readonly signal?: AbortSignal | undefined
}

/** Settles as `work` does, but rejects with the signal's reason once it aborts; `work` is then left to itself. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
    // Nobody waits for it any more.
    work.catch(() => {})
  }
}

/**
 * Runs `work` with a signal that aborts some time after the given one, so that what is under way can be completed.
 *
 * @param graceMs how much later, in milliseconds
 */
export async function withGrace<T>(
  signal: AbortSignal | undefined,
  graceMs: number,
  work: (cut: AbortSignal) => Promise<T>,
): Promise<T> {
  const cut = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = () => {
    timer = setTimeout(() => cut.abort(), graceMs)
  }
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, { once: true })
  try {
    return await work(cut.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}
