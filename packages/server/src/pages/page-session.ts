import type { SessionContext } from '@opensupports/core'
import { sessionOfCookie } from '../session-cookie.js'
import type { Visit } from './visit.js'

const name = 'opensupports_page'

/** Returns the session that a page has opened before; a guest's where there is none. */
export function pageSession({ cookie, guest }: Visit): SessionContext {
  const { userId, token } = sessionOfCookie(cookie, name)
  return { ...guest, userId, token }
}

/**
 * Returns the header that keeps a session for the pages of one ticket, until the browser is closed. Without a path the
 * cookie goes to the folder of the present page alone, whatever a proxy calls it.
 */
export const pageCookie = ({ userId, token }: SessionContext, { secure }: Visit): string =>
  `${name}=${userId}.${token}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
