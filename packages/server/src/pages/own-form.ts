import type { Exchange } from '../exchange.js'

/**
 * Returns whether a form may have come from a page of this site. (Programs, which send neither header, hold nobody's
 * cookies.) Browsers say so in `Sec-Fetch-Site`, except over plain
 * http, where `Origin` tells. These pages send no referrer, so that the origin of their own forms is `null` there: such a
 * form has to know a secret by itself, as all of these do.
 *
 * @param hosts names that the site is reached by, with their ports
 */
export function isOwnForm(exchange: Pick<Exchange, 'header'>, hosts: readonly string[]): boolean {
  const fetchSite = exchange.header('sec-fetch-site')
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  const origin = exchange.header('origin')
  if (origin === undefined || origin === 'null') return true
  return URL.canParse(origin) && hosts.includes(new URL(origin).host)
}
