import { randomUUID } from 'node:crypto'
import {
  type AnyOperation,
  type CallOptions,
  type ErrorCode,
  isUploadField,
  legacyCode,
  nativeMediaType,
  type OpenSupports,
  OpenSupportsError,
  type SessionContext,
} from '@opensupports/core'
import { type Answer, jsonAnswer, notFoundPage } from './answer.js'
import { apiDocument } from './api-document.js'
import {
  type Admission,
  bodyKind,
  defaultLimits,
  type Hold,
  holdings,
  type Limits,
  noFields,
  paces,
  type Reading,
  smallBody,
} from './body/index.js'
import { callBound, within } from './call-bound.js'
import { clientAddresses } from './client-address.js'
import { corsFor } from './cors.js'
import { fileAnswer, forbiddenFile } from './download.js'
import { eventStreamAnswer } from './event-stream.js'
import { type HostCaller, hostCaller, type OwnOrigins } from './host-session.js'
import { canHold } from './mount.js'
import type { AccessEntry, HandlerOptions } from './options.js'
import { type Pages, pagesFor } from './pages/index.js'
import type { Exchange, Received } from './request.js'
import { cookieHeader, isBearerHeader, sessionOfBearer, sessionOfCookie } from './session-cookie.js'
import {
  type Encode,
  encoderOf,
  failure,
  legacyFailure,
  nativeEncoderOf,
  type Schema,
  success,
} from './wire/index.js'

interface Route {
  readonly operation: AnyOperation
  readonly encode: Encode
  readonly encodeLegacy: Encode
}

type FileData = Parameters<typeof fileAnswer>[0]

/** Answers requests; shared by nodeHandler and fetchHandler. */
export interface Inside {
  /** Returns whether a path belongs to the API. */
  covers(path: string): boolean
  /** Returns whether the API can never be reached below a path that the handler is mounted on. */
  isMisplacedIn(mount: string): boolean
  answer(exchange: Exchange): Answer | Promise<Answer>
}

const untrustedProxy =
  'Requests come through an untrusted proxy, whose address everybody shares, so limits by address are off. ' +
  'Set the option trustProxy (TRUST_PROXY=1) if the proxy sets X-Forwarded-For itself.'

const wrongBasePath =
  'No request for the API can reach it: its option basePath names another path than its mount.'

const bodyConsumed =
  'The host reads request bodies before the helpdesk can: mount the helpdesk before the body parser, ' +
  'or pass on what it parsed as request.body.'

const requestIdOf = (given: string | undefined) =>
  given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()

export function inside(helpdesk: OpenSupports, options: HandlerOptions): Inside {
  const basePath = pathOf(options.basePath ?? '/api')
  const publicPath = pathOf(options.publicPath ?? pathOfUrl(helpdesk.apiUrl) ?? basePath)
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const held = holdings(limits.heldSize)
  const watched = paces(limits.slowest)
  const bound = callBound(limits.calls)
  const addressOf = clientAddresses(options.trustProxy ?? false, () => helpdesk.log.warn({}, untrustedProxy))
  const cors = corsFor(options.cors?.origins, options.cors?.credentials)
  const origins: OwnOrigins = {
    own: originOf(helpdesk.apiUrl),
    trusted: new Set(options.cors?.credentials ? options.cors.origins : []),
  }
  const routes = new Map<string, Route>(
    [...helpdesk.operations.values()].map((operation) => [
      `${basePath}${operation.path}`,
      {
        operation,
        encode: nativeEncoderOf(operation.data as Schema),
        encodeLegacy: encoderOf((operation.legacySchema ?? operation.data) as Schema),
      },
    ]),
  )
  const cookiePath = `${publicPath}/system/download`
  const eventsPath = `${basePath}/events`
  const document = apiDocument(helpdesk, publicPath || '/')
  const documents = new Map<string, () => Promise<Answer>>()
  if (options.openApi !== false) {
    documents.set(`${basePath}/openapi.json`, document.json)
    documents.set(`${basePath}/openapi-4.11.json`, document.legacyJson)
    if (options.docs !== false) documents.set(`${basePath}/docs`, document.page)
  }
  const warned = new Set<string>()
  let isReached = false

  function warnOnce(message: string, more: Record<string, unknown>) {
    if (warned.has(message)) return
    warned.add(message)
    helpdesk.log.warn(more, message)
  }

  async function call(route: Route, exchange: Received, requestId: string): Promise<Answer> {
    const { operation } = route
    const native = isNative(exchange)
    const hostSession = hostCaller(exchange, requestId, origins)
    const reading = readingFor(operation, exchange, requestId, native, hostSession)
    let release: (() => Promise<void>) | undefined
    try {
      // A small body has arrived already, and then the call checks its sender.
      if (isLarge(exchange) && isBearer(exchange)) await reading.admit(noFields())
      const decoded = await exchange.readBody(reading)
      release = decoded.release
      const { fields } = decoded
      const { csrf_userid: userId, csrf_token: token } = fields
      delete fields.csrf_userid
      delete fields.csrf_token
      const caller = credentials(userId, token, exchange.header('authorization'))
      const isKnown = hasToken(caller)
      const atHost = isKnown || !exchange.hostSession ? undefined : await hostSession()
      // A read that is the only call gets a connection at once, so it needs no signal. Up to Node 22, signals slow calls.
      const mayWait = !('read' in operation) || bound.count() > 0
      bound.begin()
      try {
        const how: CallOptions = {
          unknownFields: native ? 'refuse' : 'ignore',
          wire: native ? 'native' : '4.11',
          signal: options.signal,
          idempotencyKey: exchange.header('idempotency-key'),
          waitingSignal: mayWait ? exchange.left : undefined,
        }
        const session = atHost ?? sessionOf(isKnown ? caller : {}, exchange, requestId)
        const answer = await helpdesk.call(operation, session, fields, how)
        if (operation.answersFile && answer.data !== null)
          return fileAnswer(answer.data as FileData, 'private, no-store')
        const data = native ? route.encode(answer.data) : route.encodeLegacy(await answer.legacyData())
        const sent = jsonAnswer(200, success(data))
        if (operation.session) {
          const started = operation.session === 'starts' ? (answer.data as SessionContext) : undefined
          setCookie(sent, started, exchange)
        }
        return sent
      } finally {
        bound.end()
      }
    } catch (error) {
      const refusal = refusalOf(error, operation.path, requestId)
      return native ? nativeRefusal(refusal, requestId) : legacyRefusal(refusal, operation)
    } finally {
      if (release) await removeUploads(release, requestId)
      reading.hold.end()
    }
  }

  function readingFor(
    operation: AnyOperation,
    exchange: Received,
    requestId: string,
    native: boolean,
    hostSession: HostCaller,
  ): Reading {
    const hold = held.open()
    let admission: Admission | undefined
    return {
      native,
      limits,
      hold,
      pace: watched.open(),
      uploadDir: options.uploadDir,
      takesFile: (field) => isUploadField(operation.params, field),
      async admit({ csrf_userid: userId, csrf_token: token }) {
        if (admission && !admission.isEarly) return admission
        const caller = credentials(userId, token, exchange.header('authorization'))
        const found = hasToken(caller) ? undefined : await foundOrGuest(hostSession)
        const session = found ?? sessionOf(caller, exchange, requestId)
        admission = await admissionOf(operation, session, hold, exchange.left)
        return admission
      },
    }
  }

  /** A session of the host that is refused leaves a guest: fields after the files may hold another session. */
  async function foundOrGuest(hostSession: HostCaller): Promise<SessionContext | undefined> {
    try {
      return await hostSession()
    } catch {
      return undefined
    }
  }

  async function admissionOf(
    operation: AnyOperation,
    session: SessionContext,
    hold: Hold,
    waitingSignal: CallOptions['waitingSignal'],
  ): Promise<Admission> {
    try {
      const admitting = () => helpdesk.admit(operation, session, { waitingSignal })
      const { signedIn, largestFile } = await within(bound, admitting)
      if (signedIn) hold.signIn()
      return { largestFile, stopsLarger: largestFile > 0, isEarly: false }
    } catch (error) {
      const isStranger = session.token === undefined && hasCode(error, 'NO_PERMISSION')
      if (!isStranger) throw error
    }
    // The fields with the credentials may follow the files.
    try {
      return { largestFile: await helpdesk.maxUploadSize(), stopsLarger: true, isEarly: true }
    } catch (error) {
      throw refusalOf(error, operation.path, session.requestId)
    }
  }

  /**
   * Returns the session of a download. A session of the helpdesk's own wins, unless its cookie is left from one that has
   * ended.
   */
  async function downloader(
    operation: AnyOperation,
    exchange: Received,
    requestId: string,
  ): Promise<SessionContext> {
    const shown = sessionOf(sessionOfBearer(exchange.header('authorization')), exchange, requestId)
    if (hasToken(shown) || (isBearer(exchange) && !exchange.hostSession)) return shown
    const own = sessionOf(sessionOfCookie(exchange.header('cookie')), exchange, requestId)
    if (!exchange.hostSession) return own
    if (hasToken(own)) {
      const { signedIn } = await helpdesk.admit(operation, own, { waitingSignal: exchange.left })
      if (signedIn) return own
    }
    return (await hostCaller(exchange, requestId, origins)()) ?? own
  }

  /** Answers a download. Browsers authenticate by cookie, other clients by header. */
  async function download(operation: AnyOperation, exchange: Received, requestId: string): Promise<Answer> {
    const fields = Object.assign(noFields(), Object.fromEntries(new URLSearchParams(exchange.query)))
    const json = wantsJson(exchange)
    try {
      const { data } = await within(bound, async () => {
        const session = await downloader(operation, exchange, requestId)
        return helpdesk.call(operation, session, fields, { waitingSignal: exchange.left })
      })
      return data === null ? notFound(json, requestId) : fileAnswer(data as FileData)
    } catch (error) {
      const refusal = refusalOf(error, operation.path, requestId)
      if (json) return nativeRefusal(refusal, requestId)
      const { code } = refusal
      const isForbidden = code === 'CROSS_SITE_REQUEST' || legacyCode(code, operation) === 'NO_PERMISSION'
      return isForbidden ? forbiddenFile(code) : legacyRefusal(refusal, operation)
    }
  }

  /** Answers with the live events of what the session may see. Browsers authenticate by header, or at the host. */
  async function events(exchange: Received, requestId: string): Promise<Answer> {
    const path = '/events'
    const end = new AbortController()
    try {
      const after = positionOf(exchange)
      const shown = sessionOf(sessionOfBearer(exchange.header('authorization')), exchange, requestId)
      const isOwn = hasToken(shown) || (isBearer(exchange) && !exchange.hostSession)
      const atHost = isOwn ? undefined : await hostCaller(exchange, requestId, origins)()
      const stream = await within(bound, () =>
        helpdesk.stream(atHost ?? shown, { after, signal: end.signal }),
      )
      return eventStreamAnswer(stream, {
        end,
        left: exchange.left(),
        stopping: options.signal,
        async check() {
          const isGone = atHost && !(await hostCaller(exchange, requestId, origins)())
          if (isGone) throw new OpenSupportsError('NO_PERMISSION')
        },
        refusalOf: (error) => refusalOf(error, path, requestId),
      })
    } catch (error) {
      return nativeRefusal(refusalOf(error, path, requestId), requestId)
    }
  }

  function setCookie(answer: Answer, session: SessionContext | undefined, { secure }: Received) {
    const { secureCookies = 'auto' } = options
    const isSecure = secureCookies === 'auto' ? secure : secureCookies
    answer.headers['set-cookie'] = cookieHeader(session, cookiePath, isSecure)
  }

  function refusalOf(error: unknown, path: string, requestId: string | undefined): OpenSupportsError {
    if (error instanceof OpenSupportsError) {
      if (error.code === 'BODY_CONSUMED') warnOnce(bodyConsumed, { path })
      return error
    }
    helpdesk.log.error({ err: error, path, requestId }, 'a request failed')
    return new OpenSupportsError('INTERNAL_ERROR', { cause: error })
  }

  async function removeUploads(release: () => Promise<void>, requestId: string) {
    try {
      await release()
    } catch (error) {
      helpdesk.log.error({ err: error, requestId }, 'uploads could not be removed')
    }
  }

  function report(
    log: (entry: AccessEntry) => void,
    { method, path, loggedIp: ip }: Received,
    { status, code }: Answer,
    requestId: string,
    durationMs: number,
  ) {
    try {
      const more = { ...(code ? { code } : {}), ...(ip ? { ip } : {}) }
      log({ requestId, method, path, status, durationMs, ...more })
    } catch (error) {
      helpdesk.log.error({ err: error, requestId }, 'the access log failed')
    }
  }

  const answerRoute = (route: Route, exchange: Received, requestId: string) =>
    route.operation.http === 'GET'
      ? download(route.operation, exchange, requestId)
      : call(route, exchange, requestId)

  function answerOfApi(exchange: Received, requestId: string): Answer | Promise<Answer> {
    const { method, path } = exchange
    const route = routes.get(path)
    if (route && (route.operation.http ?? 'POST') === method) return answerRoute(route, exchange, requestId)
    if (cors.isPreflight(method, exchange.header('origin')) && covers(path)) return cors.preflight()
    if (path === eventsPath && method === 'GET') return events(exchange, requestId)
    const describing = documents.get(path)
    if (describing && method === 'GET')
      return describing().catch((error: unknown) =>
        nativeRefusal(refusalOf(error, path, requestId), requestId),
      )
    return isMisplaced(exchange) ? misplaced(exchange, requestId) : notFound(wantsJson(exchange), requestId)
  }

  const pages =
    options.pages &&
    pagesFor(helpdesk, options.pages, {
      limits,
      held,
      watched,
      uploadDir: options.uploadDir,
      secureCookies: options.secureCookies === true,
    })
  const covers = (path: string) => path === basePath || path.startsWith(`${basePath}/`)
  const operationPaths = [...helpdesk.operations.values()].map(({ path }) => path)
  /** Returns whether a request seems to be for the API, while `basePath` is probably wrong: no request has fitted it yet. */
  const isMisplaced = ({ path, mount }: Received) =>
    isMisplacedIn(mount) || (!isReached && operationPaths.some((known) => path.endsWith(known)))
  const isMisplacedIn = (mount: string) => mount !== '' && !canHold(mount, basePath)

  function misplaced({ path, mount }: Received, requestId: string): Answer {
    warnOnce(wrongBasePath, { basePath, path: path.slice(0, 200), mount: mount.slice(0, 200) })
    return nativeRefusal(new OpenSupportsError('WRONG_BASE_PATH'), requestId)
  }

  async function answerPage(
    shown: Pages,
    exchange: Received,
    requestId: string,
    start: number,
  ): Promise<Answer> {
    const page = await shown.answer(exchange, requestId)
    const logged = { ...exchange, path: shown.pathForLog(exchange.path) }
    if (options.log) report(options.log, logged, page, requestId, performance.now() - start)
    return page
  }

  return {
    covers: (path) => covers(path) || pages?.covers(path) === true,
    isMisplacedIn,
    answer(given) {
      const start = options.log ? performance.now() : 0
      const { path, header } = given
      const proxied = options.trustProxy === true && header('x-forwarded-proto') === 'https'
      const address = addressOf(given.peer, header)
      const exchange: Received = Object.assign(given, {
        ip: address.isProxy ? undefined : address.ip,
        loggedIp: address.ip,
        secure: given.encrypted || proxied,
      })
      const requestId = requestIdOf(header('x-request-id'))
      if (!covers(path) && pages?.covers(path)) return answerPage(pages, exchange, requestId, start)
      isReached ||= covers(path)
      const finish = (answer: Answer) => {
        answer.headers['x-request-id'] = requestId
        cors.allow(answer, header('origin'))
        if (options.log) report(options.log, exchange, answer, requestId, performance.now() - start)
        return answer
      }
      const answer = answerOfApi(exchange, requestId)
      return answer instanceof Promise ? answer.then(finish) : finish(answer)
    },
  }
}

/** Normalizes a path to begin with a slash and not to end with one; the root is empty. */
const pathOf = (path: string) => {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.map((part) => `/${part}`).join('')
}

const originOf = (url: string | undefined) =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined

const pathOfUrl = (url: string | undefined) =>
  url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined

/** Returns the caller's credentials: from the header, which can be checked before the body, or from the two fields. */
function credentials(userId: unknown, token: unknown, authorization: string | undefined): SessionContext {
  const bearer = sessionOfBearer(authorization)
  if (bearer.token !== undefined) return bearer
  return typeof token === 'string' && (typeof userId === 'string' || typeof userId === 'number')
    ? { userId, token }
    : {}
}

function isLarge({ header }: Exchange): boolean {
  const length = header('content-length')
  return length === undefined ? header('transfer-encoding') !== undefined : Number(length) > smallBody
}

const hasCode = (error: unknown, code: ErrorCode) => error instanceof OpenSupportsError && error.code === code

const sessionOf = (
  { userId, token }: SessionContext,
  { ip }: Received,
  requestId: string,
): SessionContext => ({ userId, token, ip, requestId })

const hasToken = ({ token }: SessionContext) => token !== undefined && token !== ''

const isBearer = ({ header }: Exchange) => isBearerHeader(header('authorization'))

/**
 * Returns the position after which a stream begins: that of a client which resumes, or the parameter `after`.
 *
 * @throws INVALID_CURSOR unless it is a whole number
 */
function positionOf({ header, query }: Exchange): number | undefined {
  const given = header('last-event-id') || new URLSearchParams(query).get('after')
  if (given === null || given === undefined) return undefined
  if (!/^[0-9]{1,15}$/.test(given)) throw new OpenSupportsError('INVALID_CURSOR')
  return Number(given)
}

/** Returns whether the request is on the native wire: JSON, or a multipart form that says so in `accept`. */
function isNative({ header }: Exchange): boolean {
  const kind = bodyKind(header('content-type'))
  return kind === 'json' || (kind === 'multipart' && (header('accept') ?? '').includes(nativeMediaType))
}

/** Returns whether the client expects the envelope rather than a page: it sends JSON, accepts it, or shows a token. */
function wantsJson(exchange: Exchange): boolean {
  const { header } = exchange
  const accept = header('accept') ?? ''
  return (
    bodyKind(header('content-type')) === 'json' ||
    isBearer(exchange) ||
    (accept.includes('application/json') && !accept.includes('text/html'))
  )
}

/** Answers 404 for an unknown path, a wrong method or a missing file. */
const notFound = (json: boolean, requestId: string): Answer =>
  json ? nativeRefusal(new OpenSupportsError('NOT_FOUND'), requestId) : notFoundPage()

const nativeRefusal = (refusal: OpenSupportsError, requestId: string): Answer =>
  withRetryAfter(jsonAnswer(refusal.status, failure(refusal, requestId), refusal.code), refusal)

/** Answers as 4.11 does: always with status 200, and with a code that its clients know. */
function legacyRefusal(refusal: OpenSupportsError, operation: AnyOperation): Answer {
  const code = legacyCode(refusal.code, operation)
  return withRetryAfter(jsonAnswer(200, legacyFailure(code, refusal.details), refusal.code), refusal)
}

function withRetryAfter(answer: Answer, { details }: OpenSupportsError): Answer {
  if (typeof details === 'object' && details !== null && 'retryAfter' in details)
    answer.headers['retry-after'] = String(details.retryAfter)
  return answer
}
