import type { EventStream, OpenSupportsError, StreamedEvent } from '@opensupports/core'
import { type Answer, safetyHeaders } from './answer.js'

/** How often a silent stream shows that it is alive, in milliseconds. */
const heartbeatEvery = 15_000

/** How long a client may leave a part of the stream unread, in milliseconds. */
const longestUnread = 30_000

/** What a stream needs besides its events. */
export interface StreamEnds {
  /** Ends the reading of the events. */
  readonly end: AbortController
  /** Aborts when the client disconnects. */
  readonly left: AbortSignal
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal | undefined
  /** Throws when the host's own sign-in has ended. Called every 15 seconds, before the next block. */
  check(): Promise<void>
  /** Returns the documented error for any error, and logs it. */
  refusalOf(error: unknown): OpenSupportsError
}

/** Answers with events as a stream of server-sent events. */
export function eventStreamAnswer(stream: EventStream, ends: StreamEnds): Answer {
  return {
    status: 200,
    headers: {
      ...safetyHeaders,
      'cache-control': 'no-store, no-transform',
      'content-type': 'text/event-stream',
      // For nginx, which would hold the events back.
      'x-accel-buffering': 'no',
    },
    body: sentEvents(stream, ends),
  }
}

/** A block without data sets the position from which the client resumes, and shows it no event. */
const positionBlock = (position: number) => `id: ${position}\n\n`

function eventBlock(event: StreamedEvent): string {
  const kind = event.name === 'events.gone' ? 'event: gone\n' : ''
  return `${kind}id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`
}

const closedBlock = ({ code, detail, status }: OpenSupportsError) =>
  `event: closed\ndata: ${JSON.stringify({ code, detail, status })}\n\n`

/**
 * Sends one block for each read of the client, so that nothing piles up in memory. A client that leaves one unread for
 * long is disconnected; it may resume.
 */
function sentEvents(stream: EventStream, { end, left, stopping, check, refusalOf }: StreamEnds) {
  const encoder = new TextEncoder()
  const events = stream[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<StreamedEvent, void>> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let checkedAt = performance.now()
  const stop = () => {
    clearTimeout(timer)
    left.removeEventListener('abort', stop)
    stopping?.removeEventListener('abort', stop)
    end.abort()
  }
  for (const signal of [left, stopping]) {
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop)
  }

  /** Returns the next block; undefined at the end of the stream. */
  async function nextBlock(): Promise<string | undefined> {
    next ??= events.next()
    const heartbeat = new Promise<'heartbeat'>((resolve) => {
      timer = setTimeout(resolve, heartbeatEvery, 'heartbeat')
    })
    const came = await Promise.race([next, heartbeat])
    clearTimeout(timer)
    if (came === 'heartbeat' || performance.now() - checkedAt >= heartbeatEvery) {
      await check()
      checkedAt = performance.now()
    }
    if (came === 'heartbeat') return positionBlock(stream.position)
    next = undefined
    return came.done ? undefined : eventBlock(came.value)
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: 1000\n${positionBlock(stream.position)}`))
      },
      async pull(controller) {
        clearTimeout(timer)
        let block: string | undefined
        let isOver = false
        try {
          block = await nextBlock()
          isOver = block === undefined
        } catch (error) {
          block = closedBlock(refusalOf(error))
          isOver = true
        }
        if (block !== undefined) controller.enqueue(encoder.encode(block))
        if (isOver) {
          stop()
          // Prevents an unhandled rejection of a read that goes on.
          next?.catch(() => {})
          return controller.close()
        }
        timer = setTimeout(() => {
          stop()
          controller.error(new Error('the client left the events unread'))
        }, longestUnread)
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}
