import { dataOf } from './answer.js'
import { type Fields, partsOf } from './body.js'
import { type Deadline, deadline } from './deadline.js'
import { OpenSupportsClientError } from './error.js'
import { type EventsOptions, liveEvents } from './events.js'
import { endsSession, isDownload, isRead, pathOf, startsSession, takesKey } from './names.js'
import type { ClientOptions, RequestOptions } from './options.js'
import { withRetries } from './retry.js'
import { send } from './send.js'
import { type ClientSession, keptIn, memoryStore, type SessionKeeper } from './session.js'

/** The media type that asks for plain JSON when files are sent. */
const accept = 'application/vnd.opensupports+json, application/json'

/** The default limit of reads, in milliseconds. */
const readTimeout = 30_000

type Sending = Pick<RequestOptions, 'onProgress' | 'idempotencyKey'>
type Call = (group: string, method: string, params?: Fields, options?: RequestOptions) => Promise<unknown>

/** Browsers have `randomUUID` only in secure contexts, and React Native has none. The key need not be a secret. */
const newKey = () => {
  const { crypto } = globalThis as { readonly crypto?: { randomUUID?(): string } }
  return crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}-${Math.random()}`
}

/** What a client is made of. */
interface Caller {
  readonly call: Call
  readonly session: SessionKeeper
  events(how?: EventsOptions): ReturnType<typeof liveEvents>
}

/** Returns the function that calls the API, the session that it uses, and the one that reads live events. */
export function callerOf(options: ClientOptions): Caller {
  const { credentials = 'same-origin', storage = memoryStore(), fetch: ownFetch } = options
  const base = options.url.replace(/\/+$/, '')
  const { get, set } = keptIn(storage, `opensupports ${base}`)
  const readDeadline = () => deadline(undefined, options.timeout ?? readTimeout)
  let reopening: Promise<boolean> | undefined

  /** Returns the headers of the host and of the session, unless the host authorizes by itself. */
  async function headersFor(session: ClientSession | undefined) {
    const headers = new Headers(await options.headers?.())
    const isHosts = headers.has('authorization')
    if (session && !isHosts) headers.set('authorization', `Bearer ${session.userId}.${session.token}`)
    return { headers, isHosts }
  }

  async function connect(position: number | undefined, signal: AbortSignal | undefined): Promise<Response> {
    const { headers } = await headersFor(await get())
    headers.set('accept', 'text/event-stream')
    if (position !== undefined) headers.set('last-event-id', String(position))
    const outgoing = { url: `${base}/events`, headers, parts: undefined, credentials, signal }
    const response = await send({ ...outgoing, onProgress: undefined }, ownFetch)
    const type = response.headers.get('content-type') ?? ''
    if (type.startsWith('text/event-stream') && response.body) return response
    await dataOf(response, deadline(signal))
    throw new OpenSupportsClientError('INVALID_ANSWER', { status: response.status })
  }

  /** Sends one request. */
  async function request(
    path: string,
    params: Fields,
    session: ClientSession | undefined,
    until: Deadline,
    { onProgress, idempotencyKey }: Sending = {},
  ): Promise<unknown> {
    const { headers, isHosts } = await headersFor(session)
    headers.set('accept', accept)
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
    const signed =
      session && isHosts ? { ...params, csrf_userid: session.userId, csrf_token: session.token } : params
    const download = isDownload(path) ? String(params.file) : undefined
    const query = download === undefined ? '' : `?file=${encodeURIComponent(download)}`
    const outgoing = {
      url: base + path + query,
      headers,
      parts: download === undefined ? partsOf(signed) : undefined,
      credentials,
      signal: until.signal,
      onProgress,
    }
    try {
      if (until.signal?.aborted) throw until.signal.reason
      return await dataOf(await send(outgoing, ownFetch), until, download)
    } catch (error) {
      throw until.failure(error)
    }
  }

  /** Opens a new session by the remember token of one that has ended, or else forgets it. */
  async function reopen(ended: ClientSession): Promise<boolean> {
    const { userId, rememberToken, staff = false } = ended
    const until = readDeadline()
    try {
      if (rememberToken) {
        const login = { userId, rememberToken, staff, remember: true }
        await set((await request('/user/login', login, undefined, until)) as ClientSession)
        return true
      }
    } catch (error) {
      const { status } = error as OpenSupportsClientError
      // Unless the token was refused, it may still be good.
      if (status !== 401 && status !== 403) throw error
    } finally {
      until.stop()
    }
    // Another tab may have used the token before, and kept the session that it got.
    const now = await get()
    if (now && now.token !== ended.token) return true
    await set()
    return false
  }

  /** Returns whether there is a session that is alive, after opening it again if it had ended. */
  async function check(until: Deadline): Promise<boolean> {
    const kept = await get()
    if (!kept) return false
    const answer = await request('/user/check-session', {}, kept, until)
    if ((answer as { readonly sessionActive: boolean }).sessionActive) return true
    reopening ??= reopen(kept).finally(() => {
      reopening = undefined
    })
    return reopening
  }

  async function checkSession(): Promise<boolean> {
    const until = readDeadline()
    try {
      return await check(until)
    } finally {
      until.stop()
    }
  }

  /** Calls with the kept session. If it has ended, calls again with the one that takes its place. */
  async function callInSession(path: string, params: Fields, until: Deadline, sending: Sending) {
    const session = await get()
    try {
      return await request(path, params, session, until, sending)
    } catch (error) {
      const isRefused = error instanceof OpenSupportsClientError && error.code === 'NO_PERMISSION'
      if (!session || !isRefused) throw error
      const isAlive = await check(until)
      const now = await get()
      // What a logout was to end has ended.
      if (!isAlive && endsSession(path)) return null
      if (!isAlive || now?.token === session.token) throw error
      return request(path, params, now, until, sending)
    }
  }

  return {
    async call(group, method, params = {}, { signal, onProgress, ...how } = {}) {
      const path = pathOf(group, method)
      const reads = isRead(method)
      const idempotencyKey = takesKey(path) ? (how.idempotencyKey ?? newKey()) : undefined
      const retries = reads || idempotencyKey ? (how.retries ?? options.retries ?? 2) : 0
      const until = deadline(signal, how.timeout ?? options.timeout ?? (reads ? readTimeout : undefined))
      try {
        const data = await withRetries(retries, until, () =>
          callInSession(path, params, until, { onProgress, idempotencyKey }),
        )
        if (startsSession(path)) await set(data as ClientSession)
        if (endsSession(path)) await set()
        return data
      } finally {
        until.stop()
      }
    },
    events: (how) => liveEvents(connect, checkSession, how),
    session: { get, set, check: checkSession },
  }
}
