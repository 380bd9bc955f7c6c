import type { SessionContext } from '@opensupports/core'
import { sessionOfCookie } from '../session-cookie.js'
import type { Visit } from './visit.js'

const name = 'opensupports_page'

/** Returns the session of an earlier page, or a guest's. */
export function pageSession({ cookie, guest }: Visit): SessionContext {
  const { userId, token } = sessionOfCookie(cookie, name)
  return { ...guest, userId, token }
}

/**
 * Returns the header that keeps a session for the pages of one ticket, until the browser is closed. The cookie has no
 * path, so that it applies to the folder of the present page, whatever path a proxy gives it.
 */
export const pageCookie = ({ userId, token }: SessionContext, { secure }: Visit): string =>
  `${name}=${userId}.${token}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
