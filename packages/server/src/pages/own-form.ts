import type { Exchange } from '../request.js'

/**
 * Returns whether a form may have come from a page of this site. Browsers say so in `Sec-Fetch-Site`, or over plain
 * http only in `Origin`. These pages send no referrer, so the origin of their own forms is `null` there. Such a form is
 * accepted, as is that of a program with neither header: its address holds a secret, or it needs the page's cookie,
 * which browsers do not send with forms of other sites (SameSite=Lax).
 *
 * @param hosts the host names of the site, with their ports
 */
export function isOwnForm(exchange: Pick<Exchange, 'header'>, hosts: readonly string[]): boolean {
  const fetchSite = exchange.header('sec-fetch-site')
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  const origin = exchange.header('origin')
  if (origin === undefined || origin === 'null') return true
  return URL.canParse(origin) && hosts.includes(new URL(origin).host)
}
