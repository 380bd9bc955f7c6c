import type { Settings } from '../call/index.js'
import { broughtUrl } from './installation.js'

/** What the host knows of the site's address. */
export interface HostAddress {
  /** Wins over the setting `url`. */
  readonly publicUrl: string | undefined
  /** Stands in while the setting `url` is empty or still the one of a fresh installation. */
  readonly defaultUrl: string | undefined
}

const withoutEnd = (url: string) => {
  let end = url.length
  while (url[end - 1] === '/') end--
  return url.slice(0, end)
}

/**
 * Returns where browsers reach the site, without a slash at the end: what the host was told, else the setting `url`,
 * else the host's own address. Links in mails and pictures in contents begin with it.
 */
export function siteUrlOf({ publicUrl, defaultUrl }: HostAddress, { url }: Pick<Settings, 'url'>): string {
  const isChosen = url !== '' && url !== broughtUrl
  return withoutEnd(publicUrl ?? (isChosen ? url : (defaultUrl ?? url)))
}
