import type { SessionContext } from '@opensupports/core'

const name = 'opensupports_session'
const thirtyDays = 30 * 24 * 60 * 60

/** A session as one word: of the cookie, and of the header `authorization: Bearer`. */
function parseCredentials(word: string | undefined): SessionContext {
  const [, userId, token] = /^([0-9]{1,10})\.([0-9a-f]{40})$/.exec(word ?? '') ?? []
  return userId && token ? { userId, token } : {}
}

/** The session of the header `authorization: Bearer <userId>.<token>`. */
export const sessionOfBearer = (authorization: string | undefined): SessionContext =>
  parseCredentials(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1])

/** The session of a request for a file: the only place of the API where a cookie counts. */
export function sessionOfCookie(header: string | undefined, called = name): SessionContext {
  const cookie = header?.split(';').find((each) => each.trimStart().startsWith(`${called}=`))
  return parseCredentials(cookie?.slice(cookie.indexOf('=') + 1).trim())
}

/** What the cookie's header says when a session starts, or (without one) when it ends. */
export function cookieHeader(session: SessionContext | undefined, path: string, secure: boolean): string {
  const value = session ? `${session.userId}.${session.token}` : ''
  const age = session ? thirtyDays : 0
  return `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
