import { OpenSupportsError, type SessionContext } from '@opensupports/core'
import type { Received } from './request.js'

/** Where requests that use the host's session may come from. */
export interface OwnOrigins {
  /** The origin where browsers reach the API, if it is configured. */
  readonly own: string | undefined
  /** The other origins that the host trusts with its sessions. */
  readonly trusted: ReadonlySet<string>
}

/**
 * Returns whether a request proves that no other site has caused it. Browsers say so in headers that scripts cannot
 * set. Without `Sec-Fetch-Site`, which they send over https and to localhost only, the origin must be the host's.
 */
export function isOwnRequest(
  { method, header, host, secure }: Pick<Received, 'method' | 'header' | 'host' | 'secure'>,
  { own, trusted }: OwnOrigins,
): boolean {
  const origin = header('origin')
  if (origin !== undefined && trusted.has(origin)) return true
  const site = header('sec-fetch-site')
  // `none`: no site has caused it, but the person, with a bookmark or the address bar.
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && method === 'GET')
  return origin !== undefined && (origin === own || isOriginOf(origin, host, secure))
}

/** A proxy may end TLS without telling, so either scheme fits a connection that is not encrypted. */
function isOriginOf(origin: string, host: string | undefined, secure: boolean): boolean {
  const scheme = /^https?:(?=\/\/)/.exec(origin)?.[0]
  if (host === undefined || scheme === undefined || (secure && scheme !== 'https:')) return false
  const url = `${scheme}//${host}`
  return URL.canParse(url) && new URL(url).origin === origin
}

/** Returns the session that the host finds for a request, with its address and id; undefined for a guest. */
export type HostCaller = () => Promise<SessionContext | undefined>

/**
 * Returns a function that asks the host for the caller's session, once.
 *
 * @throws CROSS_SITE_REQUEST unless the request proves that no other site has caused it
 */
export function hostCaller(exchange: Received, requestId: string, origins: OwnOrigins): HostCaller {
  const ask = async () => {
    const session = await exchange.hostSession?.()
    if (session === undefined || session === null) return undefined
    if (typeof session !== 'object') throw new TypeError('the option `session` returned no session')
    if (!isOwnRequest(exchange, origins)) throw new OpenSupportsError('CROSS_SITE_REQUEST')
    return { ...session, ip: session.ip ?? exchange.ip, requestId }
  }
  let asked: Promise<SessionContext | undefined> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}
