import { Readable } from 'node:stream'
import { type OpenSupports, OpenSupportsError } from '@opensupports/core'
import {
  bodyKind,
  type Decoded,
  decodeHeldMultipart,
  decodeMultipart,
  decodeText,
  inOnePiece,
  isSmall,
  noFields,
  type Reading,
  readWebStream,
} from './body/index.js'
import { inside } from './exchange.js'
import type { FetchHandlerOptions } from './options.js'

/** A handler for Hono, Next and every other host that uses fetch. */
export type FetchHandler = (request: Request) => Promise<Response>

/**
 * Serves a helpdesk on a host that uses fetch. The caller's address is known only with `trustProxy`. Create the handler
 * once, not for each request.
 *
 * @example
 * const handle = fetchHandler(helpdesk)
 * app.all('/api/*', (context) => handle(context.req.raw))
 */
export function fetchHandler(helpdesk: OpenSupports, options: FetchHandlerOptions = {}): FetchHandler {
  const { answer } = inside(helpdesk, options)
  return async (request) => {
    const url = new URL(request.url)
    const header = (name: string) => request.headers.get(name) ?? undefined
    const { status, headers, body } = await answer({
      method: request.method,
      path: url.pathname,
      mount: '',
      query: url.search.slice(1),
      header,
      host: url.host,
      hostSession: options.session && (async () => options.session?.(request)),
      encrypted: url.protocol === 'https:',
      peer: undefined,
      left: () => request.signal,
      readBody: (reading) => readBody(request, reading),
    })
    return new Response(body === '' && status === 204 ? null : body, { status, headers })
  }
}

async function readBody({ bodyUsed, body, headers }: Request, reading: Reading): Promise<Decoded> {
  const type = headers.get('content-type') ?? undefined
  const kind = bodyKind(type)
  if (!body || kind === undefined) return { fields: noFields() }
  if (bodyUsed) throw new OpenSupportsError('BODY_CONSUMED')
  if (kind !== 'multipart') {
    const text = (await readWebStream(body, reading)).toString()
    return { fields: decodeText(text, kind, reading.limits) }
  }
  if (isSmall(headers.get('content-length') ?? undefined))
    return decodeHeldMultipart(await readWebStream(body, inOnePiece(reading)), type, reading)
  const stream = Object.assign(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), {
    headers: { 'content-type': type, 'transfer-encoding': 'chunked' },
  })
  reading.pace.start(() => stream.destroy(new OpenSupportsError('INVALID_BODY')))
  try {
    return await decodeMultipart(stream, reading)
  } finally {
    reading.pace.end()
    stream.destroy()
  }
}
