import type { StreamedEvent } from '@opensupports/core'
import { reviveDates } from './dates.js'
import { OpenSupportsClientError } from './error.js'
import { delayBefore, isPassing, wait } from './retry.js'

/** How to read live events. */
export interface EventsOptions {
  /** The position of the last event that was handled. Default: the current end, so that only new events follow. */
  readonly after?: number | undefined
  /** Ends the events. */
  readonly signal?: AbortSignal | undefined
  /** Called with true when a connection opens, and with false when it ends; the next one may open by itself. */
  readonly onConnection?: ((isOpen: boolean) => void) | undefined
}

/** Opens a connection that sends the events after a position. */
export type Connect = (position: number | undefined, signal: AbortSignal | undefined) => Promise<Response>

/** The server shows every 15 seconds that the connection is alive; in milliseconds. */
const longestSilence = 45_000

/** The delay before a new connection grows no further than with this many failures. */
const mostFailures = 6

/** Yields the blocks of server-sent events until the connection ends, breaks or is silent for long. */
async function* blocksOf({ body }: Response): AsyncGenerator<Map<string, string>, void, undefined> {
  const reader = (body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const timer = setTimeout(() => void reader.cancel().catch(() => {}), longestSilence)
      const { done, value } = await reader.read().finally(() => clearTimeout(timer))
      if (done) return
      const blocks = (text + decoder.decode(value, { stream: true })).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks)
        yield new Map(
          block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^\w*: ?/, '')]),
        )
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

/**
 * Yields events, and connects again when the connection breaks, so that none is missed.
 *
 * @param check returns whether the session is alive, after opening it again if it had ended
 */
export async function* liveEvents(
  connect: Connect,
  check: () => Promise<boolean>,
  { after, signal, onConnection }: EventsOptions = {},
): AsyncGenerator<StreamedEvent, void, undefined> {
  let position = after
  let failures = 0
  let isChecked = false
  while (!signal?.aborted) {
    let retryAfter: number | undefined
    let isOpen = false
    try {
      const connection = await connect(position, signal)
      isOpen = true
      onConnection?.(true)
      for await (const block of blocksOf(connection)) {
        failures = 0
        const id = block.get('id')
        if (id) position = Number(id)
        const data = block.get('data')
        if (!data) continue
        const value = reviveDates(JSON.parse(data))
        if (block.get('event') === 'closed') {
          const { code, ...facts } = value as OpenSupportsClientError
          throw new OpenSupportsClientError(code, facts)
        }
        isChecked = false
        yield value as StreamedEvent
        if (signal?.aborted) return
      }
    } catch (cause) {
      if (signal?.aborted) return
      const isKnown = cause instanceof OpenSupportsClientError
      const error = isKnown ? cause : new OpenSupportsClientError('NETWORK_ERROR', { cause })
      const isEnded: boolean = error.code === 'NO_PERMISSION' && !isChecked
      if (!isPassing(error) && !(isEnded && (await check()))) throw error
      isChecked ||= isEnded
      retryAfter = error.retryAfter
    } finally {
      if (isOpen) onConnection?.(false)
    }
    await wait(delayBefore(Math.min(failures++, mostFailures), retryAfter), signal)
  }
}
