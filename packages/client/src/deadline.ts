import { OpenSupportsClientError } from './error.js'

/** Ends a call when its caller gives up, or when its time is over. */
export interface Deadline {
  readonly signal: AbortSignal | undefined
  /** Returns why a request failed: the caller gave up, the time was over, or else the network. */
  failure(cause: unknown): OpenSupportsClientError
  /** Lets the caller's signal end what comes after the call: the content of a file. */
  outlast(): void
  /** Stops the clock at the end of the call. */
  stop(): void
}

/** Timers with more milliseconds would end at once. */
const longestTimer = 2_147_483_647

/** Does what `AbortSignal.any` and `AbortSignal.timeout` would do, which React Native and older browsers lack. */
export function deadline(given?: AbortSignal, timeout?: number): Deadline {
  const isLimited = timeout !== undefined && timeout <= longestTimer
  const controller = isLimited ? new AbortController() : undefined
  let isLate = false
  let isOutlasted = false
  const abort = () => controller?.abort()
  const end = () => {
    isLate = true
    abort()
  }
  const timer = controller && setTimeout(end, timeout)
  if (controller) given?.addEventListener('abort', abort)
  if (given?.aborted) abort()
  return {
    signal: controller?.signal ?? given,
    failure(cause) {
      if (cause instanceof OpenSupportsClientError) return cause
      if (given?.aborted) return new OpenSupportsClientError('ABORTED', { cause: given.reason ?? cause })
      return new OpenSupportsClientError(isLate ? 'TIMEOUT' : 'NETWORK_ERROR', { cause })
    },
    outlast() {
      isOutlasted = true
    },
    stop() {
      clearTimeout(timer)
      if (!isOutlasted) given?.removeEventListener('abort', abort)
    },
  }
}
