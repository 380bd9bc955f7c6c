import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type OpenSupports, OpenSupportsError } from '@opensupports/core'
import type { Answer } from './answer.js'
import {
  type BodyKind,
  bodyKind,
  type Decoded,
  decodeHeldMultipart,
  decodeMultipart,
  decodeText,
  inOnePiece,
  isSmall,
  noFields,
  objectFields,
  type Reading,
  readStream,
} from './body/index.js'
import { inside } from './exchange.js'
import { type RoutedPath, routedPath } from './mount.js'
import type { NodeHandlerOptions } from './options.js'
import type { Exchange } from './request.js'

/** A request of Express and similar hosts: the path before routers shortened it, and what their parsers read, if any. */
type HostRequest = IncomingMessage & {
  readonly originalUrl?: string
  readonly body?: unknown
  readonly file?: unknown
  readonly files?: unknown
}

/** A handler for node:http, Express, Connect and Fastify's middie. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void

/**
 * Returns a handler that serves a helpdesk on a Node host, beside the host's own routes. It passes requests outside the
 * API on to `next`; without a `next`, it answers 404. If the host has parsed a body already, it uses the result.
 *
 * `basePath` is the whole path of the API as browsers see it. For a handler that is mounted with
 * `app.use('/support', …)`, write `/support/api`, not `/api`: with a wrong path, it answers WRONG_BASE_PATH.
 *
 * @example
 * createServer(nodeHandler(helpdesk)).listen(8080)
 * @example
 * app.use(nodeHandler(helpdesk, { basePath: '/support/api' }))
 */
export function nodeHandler(helpdesk: OpenSupports, options: NodeHandlerOptions = {}): NodeHandler {
  const { covers, isMisplacedIn, answer } = inside(helpdesk, options)
  return (request: HostRequest, response, next) => {
    const url = request.originalUrl ?? request.url ?? '/'
    const routed = routedPath(pathIn(url), pathIn(request.url ?? url))
    const { path } = routed
    if (next && !covers(path) && !isMisplacedIn(routed.mount)) return next()
    void respond(
      exchangeOf(request, response, routed, url.slice(path.length + 1), options),
      request,
      response,
    )
    return undefined
  }

  async function respond(exchange: Exchange, request: IncomingMessage, response: ServerResponse) {
    try {
      const sending = send(await answer(exchange), request, response)
      if (sending) await sending
    } catch (error) {
      const { path } = exchange
      if (!hasLeft(error)) helpdesk.log.error({ err: error, path }, 'an answer could not be sent')
      response.destroy()
    }
  }
}

function pathIn(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

/**
 * Returns a function that returns a signal, which aborts if the connection closes before the answer is sent. The signal
 * is made at the first call: few requests need it, and it costs more than most of what is done for a request.
 */
function whenLeft(response: ServerResponse): () => AbortSignal {
  let leaving: AbortController | undefined
  return () => {
    if (leaving) return leaving.signal
    const controller = new AbortController()
    const abortIfEarly = () => {
      if (!response.writableEnded) controller.abort()
    }
    // A destroyed response is closed already: the event will not come again.
    if (response.destroyed) abortIfEarly()
    else response.once('close', abortIfEarly)
    leaving = controller
    return controller.signal
  }
}

function exchangeOf(
  request: HostRequest,
  response: ServerResponse,
  { path, mount }: RoutedPath,
  query: string,
  { session }: NodeHandlerOptions,
): Exchange {
  const { headers, socket } = request
  return {
    method: request.method ?? 'GET',
    path,
    mount,
    query,
    header: (name) => headerOf(headers[name]),
    host: headerOf(headers[':authority']) ?? headers.host,
    hostSession: session && (async () => session(request)),
    encrypted: 'encrypted' in socket,
    peer: socket.remoteAddress,
    left: whenLeft(response),
    readBody: (reading) => readBody(request, reading),
  }
}

const headerOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : value)

function readBody(request: HostRequest, reading: Reading): Decoded | Promise<Decoded> {
  const { body, headers, file, files } = request
  const kind = bodyKind(headers['content-type'])
  // The files that parsers such as multer keep are not the helpdesk's: without this, they would be lost silently.
  const keptFiles = typeof files === 'object' && files !== null && !isEmpty(files)
  if (file || keptFiles) throw new OpenSupportsError('BODY_CONSUMED')
  if (typeof body === 'string' || body instanceof Uint8Array)
    return decodeHeld(Buffer.from(body), kind, request, reading)
  // Some parsers leave an empty object for bodies that they did not read.
  const parsed = typeof body === 'object' && body !== null && (request.readableDidRead || !isEmpty(body))
  if (parsed) return { fields: objectFields(body, kind, reading.limits) }
  if (kind === undefined) return { fields: noFields() }
  if (request.readableEnded) {
    if (hasContent(headers)) throw new OpenSupportsError('BODY_CONSUMED')
    return { fields: noFields() }
  }
  return readArriving(request, kind, reading)
}

function readArriving(
  request: HostRequest,
  kind: 'form' | 'json' | 'multipart',
  reading: Reading,
): Promise<Decoded> {
  const length = request.headers['content-length']
  if (kind === 'multipart' && !isSmall(length)) return readMultipart(request, reading)
  if (kind !== 'multipart' && Number(length) > reading.limits.fieldsSize)
    throw new OpenSupportsError('REQUEST_TOO_LARGE')
  return readStream(request, kind === 'multipart' ? inOnePiece(reading) : reading).then((bytes) =>
    decodeHeld(bytes, kind, request, reading),
  )
}

async function readMultipart(request: HostRequest, reading: Reading): Promise<Decoded> {
  reading.pace.start(() => request.destroy())
  try {
    return await decodeMultipart(request, reading)
  } finally {
    reading.pace.end()
  }
}

const hasContent = ({ 'content-length': length, 'transfer-encoding': encoding }: IncomingHttpHeaders) =>
  encoding !== undefined || Number(length) > 0

const isEmpty = (object: object) => Object.keys(object).length === 0

/** Decodes a body in memory. */
function decodeHeld(
  bytes: Buffer,
  kind: BodyKind,
  { headers }: HostRequest,
  reading: Reading,
): Decoded | Promise<Decoded> {
  if (kind === undefined) return { fields: noFields() }
  if (kind === 'multipart') return decodeHeldMultipart(bytes, headers['content-type'], reading)
  if (bytes.length > reading.limits.fieldsSize) throw new OpenSupportsError('REQUEST_TOO_LARGE')
  return { fields: decodeText(bytes.toString(), kind, reading.limits) }
}

/**
 * Sends an answer. Returns undefined if Node.js has all of it already: a promise would cost as much as the rest of the
 * work here.
 */
function send(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { status, headers, body } = answer
  if (typeof body !== 'string' || !request.complete) return sendSlowly(answer, request, response)
  headers['content-length'] = String(Buffer.byteLength(body))
  response.writeHead(status, headers)
  response.end(body)
  return undefined
}

async function sendSlowly(
  { status, headers, body }: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Close the connection rather than read the rest of a rejected body.
  const isUnread = !request.complete
  if (isUnread) headers.connection = 'close'
  if (typeof body === 'string') {
    headers['content-length'] = String(Buffer.byteLength(body))
    response.writeHead(status, headers)
    response.write(body)
    await readPast(request)
    response.end()
    return
  }
  request.resume()
  response.writeHead(status, headers)
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response)
}

/** Bytes to read of a rejected body, since streaming proxies send all of it before they read the answer. */
const mostReadPast = 134_217_728

/** The time for that, in milliseconds. */
const longestReadPast = 30_000

/**
 * Reads and discards until the body ends, breaks off or exceeds the limits. Closing earlier would reset the connection,
 * and the answer would be lost.
 */
function readPast(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let size = 0
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, longestReadPast)
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostReadPast) done()
    })
    for (const end of ['end', 'close', 'error']) request.once(end, done)
    request.resume()
  })
}

/** Returns whether the error only means that the reader disconnected. */
const hasLeft = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
