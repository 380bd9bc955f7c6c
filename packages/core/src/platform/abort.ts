/** An option of long-running work. */
export interface Abortable {
  /** Stops the work. A step in progress is completed if that takes a few seconds, and otherwise put back. */
  readonly signal?: AbortSignal | undefined
}

/** Settles as `work` does, but rejects with the signal's reason once it aborts; `work` keeps running unobserved. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
  })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
    // Prevents unhandled rejections.
    work.catch(() => {})
    aborted.catch(() => {})
  }
}

/**
 * Runs `work` with a signal that aborts some time after the given one, so that a step in progress can be completed.
 *
 * @param graceMs the delay in milliseconds
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
