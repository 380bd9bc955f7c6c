import {
  type AnyOperation,
  type OpenSupports,
  OpenSupportsError,
  type SessionContext,
} from '@opensupports/core'
import { type Answer, jsonAnswer, notFound } from './answer.js'
import { bodyKind, type Decoded, noFields } from './body/index.js'
import { corsFor } from './cors.js'
import { fileAnswer, forbiddenFile } from './download.js'
import { type AccessEntry, defaultLimits, type HandlerOptions, type Limits } from './options.js'
import { cookieHeader, parseCredentials, sessionOfCookie } from './session-cookie.js'
import { type Encode, encoderOf, failure, type Schema, success } from './wire/index.js'

/** A request, as much of it as both kinds of hosts can tell. */
export interface Exchange {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: string
  header(name: string): string | undefined
  readonly secure: boolean
  readonly ip: string | undefined
  /** Reads the body, when its turn comes; never called for requests that are not answered here. */
  readBody(limits: Limits): Promise<Decoded>
}

interface Route {
  readonly operation: AnyOperation
  readonly encode: Encode
}

type FileData = Parameters<typeof fileAnswer>[0]

/** Answers requests: what nodeHandler and fetchHandler share. */
export interface Inside {
  /** Whether a path is the API's. */
  covers(path: string): boolean
  answer(exchange: Exchange): Promise<Answer>
}

const requestIdOf = (given: string | undefined) =>
  given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID()

export function inside(helpdesk: OpenSupports, options: HandlerOptions): Inside {
  const basePath = `/${(options.basePath ?? '/api').replace(/^\/+|\/+$/g, '')}`.replace(/^\/$/, '')
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const cors = corsFor(options.cors?.origins)
  const routes = new Map<string, Route>(
    [...helpdesk.operations.values()].map((operation) => [
      `${basePath}${operation.path}`,
      { operation, encode: encoderOf(operation.data as unknown as Schema) },
    ]),
  )
  const cookiePath = `${basePath}/system/download`

  async function call({ operation, encode }: Route, exchange: Exchange, requestId: string): Promise<Answer> {
    const native = bodyKind(exchange.header('content-type')) === 'json'
    let release: (() => Promise<void>) | undefined
    try {
      if (operation.http === 'GET') return await download(operation, exchange, requestId)
      const decoded = await exchange.readBody(limits)
      release = decoded.release
      const { fields } = decoded
      const { csrf_userid: userId, csrf_token: token } = fields
      delete fields.csrf_userid
      delete fields.csrf_token
      const caller = credentials(userId, token, exchange.header('authorization'))
      const session: SessionContext = {
        userId: caller.userId,
        token: caller.token,
        ip: exchange.ip,
        requestId,
      }
      const answer = await helpdesk.call(operation, session, fields)
      if (operation.answersFile) return fileAnswer(answer.data as FileData, 'private, no-store')
      const data = native ? answer.data : encode(await answer.legacyData())
      const sent = jsonAnswer(200, success(data))
      if (operation.session)
        setCookie(
          sent,
          operation.session === 'starts' ? (answer.data as SessionContext) : undefined,
          exchange,
        )
      return sent
    } catch (error) {
      const refusal = refusalOf(error, operation.path, requestId)
      return jsonAnswer(native ? refusal.status : 200, failure(refusal.code, refusal.details), refusal.code)
    } finally {
      if (release) await removeUploads(release, requestId)
    }
  }

  async function download(operation: AnyOperation, exchange: Exchange, requestId: string): Promise<Answer> {
    const session = { ...sessionOfCookie(exchange.header('cookie')), ip: exchange.ip, requestId }
    const fields = Object.assign(noFields(), Object.fromEntries(new URLSearchParams(exchange.query)))
    try {
      const { data } = await helpdesk.call(operation, session, fields)
      return fileAnswer(data as FileData)
    } catch (error) {
      if (error instanceof OpenSupportsError && error.code === 'NO_PERMISSION') return forbiddenFile()
      throw error
    }
  }

  function setCookie(answer: Answer, session: SessionContext | undefined, { secure }: Exchange) {
    const { secureCookies = 'auto' } = options
    const isSecure = secureCookies === 'auto' ? secure : secureCookies
    answer.headers['set-cookie'] = cookieHeader(session, cookiePath, isSecure)
  }

  function refusalOf(error: unknown, path: string, requestId: string): OpenSupportsError {
    if (error instanceof OpenSupportsError) return error
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
    { method, path, ip }: Exchange,
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

  const covers = (path: string) => path === basePath || path.startsWith(`${basePath}/`)

  return {
    covers,
    async answer(exchange) {
      const start = performance.now()
      const { method, path } = exchange
      const requestId = requestIdOf(exchange.header('x-request-id'))
      const origin = exchange.header('origin')
      const found = routes.get(path)
      const route = found && (found.operation.http ?? 'POST') === method ? found : undefined
      const isPreflight = cors.isPreflight(method, origin) && covers(path)
      const answer = route
        ? await call(route, exchange, requestId)
        : isPreflight
          ? cors.preflight()
          : notFound()
      answer.headers['x-request-id'] = requestId
      cors.allow(answer, origin)
      if (options.log) report(options.log, exchange, answer, requestId, performance.now() - start)
      return answer
    },
  }
}

/** Who calls: the two fields, or the header that stands in for them. */
function credentials(userId: unknown, token: unknown, authorization: string | undefined): SessionContext {
  if (typeof token === 'string' && (typeof userId === 'string' || typeof userId === 'number'))
    return { userId, token }
  return parseCredentials(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1])
}
