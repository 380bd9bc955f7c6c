import { isAccessToken, type SessionContext } from '@opensupports/core'

const name = 'opensupports_session'
const bearer = 'bearer '
const thirtyDays = 30 * 24 * 60 * 60

/** Encodes a session as one word, for the cookie and for the header `authorization: Bearer`. */
function parseCredentials(word: string | undefined): SessionContext {
  const [, userId, token] = /^([0-9]{1,10})\.([0-9a-f]{40})$/.exec(word ?? '') ?? []
  return userId && token ? { userId, token } : {}
}

/** Returns whether a header shows a token, valid or not. */
export const isBearerHeader = (authorization: string | undefined): authorization is string =>
  authorization !== undefined && authorization.slice(0, bearer.length).toLowerCase() === bearer

function bearerWord(authorization: string | undefined): string | undefined {
  const word = isBearerHeader(authorization) ? authorization.slice(bearer.length) : ''
  return /^\S+$/.test(word) ? word : undefined
}

/** Returns the session of the header `authorization: Bearer <userId>.<token>`, or `Bearer ost_…` for an access token. */
export function sessionOfBearer(authorization: string | undefined): SessionContext {
  const word = bearerWord(authorization)
  return isAccessToken(word) ? { token: word } : parseCredentials(word)
}

/** Returns the session of a download, the only request of the API that may use a cookie. */
export function sessionOfCookie(header: string | undefined, called = name): SessionContext {
  const cookie = header?.split(';').find((each) => each.trimStart().startsWith(`${called}=`))
  return parseCredentials(cookie?.slice(cookie.indexOf('=') + 1).trim())
}

/** Returns the Set-Cookie header for a new session; without one, the header that removes it. */
export function cookieHeader(session: SessionContext | undefined, path: string, secure: boolean): string {
  const value = session ? `${session.userId}.${session.token}` : ''
  const age = session ? thirtyDays : 0
  return `${name}=${value}; Path=${path}; Max-Age=${age}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
