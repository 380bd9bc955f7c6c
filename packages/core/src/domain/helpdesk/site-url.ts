import type { Settings } from '../../call/index.js'
import { broughtUrl } from './installation.js'

/** The configured addresses of the site. */
export interface HostAddress {
  /** Overrides the setting `url`. */
  readonly publicUrl: string | undefined
  /** Used while the setting `url` is empty or still the default of the installation. */
  readonly defaultUrl: string | undefined
}

const withoutEnd = (url: string) => {
  let end = url.length
  while (url[end - 1] === '/') end--
  return url.slice(0, end)
}

/**
 * Returns where browsers reach the site, without a trailing slash: `publicUrl`, else the setting `url` unless it has
 * its default, else `defaultUrl`. Links in mails and pictures in contents begin with it.
 */
export function siteUrlOf({ publicUrl, defaultUrl }: HostAddress, { url }: Pick<Settings, 'url'>): string {
  const isChosen = url !== '' && url !== broughtUrl
  return withoutEnd(publicUrl ?? (isChosen ? url : (defaultUrl ?? url)))
}
