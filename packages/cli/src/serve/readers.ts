import { isIP } from 'node:net'
import { isTimeZone } from '@opensupports/core'
import { ConfigError } from '../place.js'

/** Throws a ConfigError that says what is valid for a variable. */
const refuse = (name: string, what: string, text: string): never => {
  throw new ConfigError(`${name} must be ${what}, not ${JSON.stringify(text)}`, name)
}

/** Reads an integer between two limits, inclusive. */
export function readNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : refuse(name, `a number from ${least} to ${most}`, text)
}

const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Reads a number of bytes: `25MiB`, `512KiB`, `1000`. */
export function readSize(name: string, text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,12})(KiB|MiB|GiB)?$/.exec(text) ?? []
  const size = Number(digits) * (units[unit] ?? 0)
  return size > 0 && size <= Number.MAX_SAFE_INTEGER ? size : refuse(name, 'a size such as 25MiB', text)
}

/** Reads `0` or `1`. */
export function readSwitch(name: string, text: string): boolean {
  return text === '0' || text === '1' ? text === '1' : refuse(name, '0 or 1', text)
}

/** Reads the name of a time zone. */
export const readTimeZone = (name: string, text: string): string =>
  isTimeZone(text) ? text : refuse(name, 'a time zone such as Europe/Berlin', text)

/** Reads one of several words. */
export function readChoice<const Choice extends string>(
  name: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  return choices.find((choice) => choice === text) ?? refuse(name, `one of ${choices.join(', ')}`, text)
}

/** Reads a host to listen on. */
export function readHost(name: string, text: string): string {
  if (isIP(text) || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text.toLowerCase()
  return refuse(name, 'a host name or an address without port', text)
}

/** Reads a list of host names or addresses, separated by commas. */
export const readHosts = (name: string, text: string): readonly string[] =>
  text.split(',').map((each) => readHost(name, each.trim()))

/** Reads an http or https URL without a query, and removes the slash at its end. */
export function readUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url && !url.search && !url.hash && !url.username && !url.password
  if (!isPlain || !/^https?:$/.test(url.protocol)) return refuse(name, 'like https://help.example.com', text)
  return withoutSlashes(url.href)
}

/**
 * Reads the URL of a mail server, with the user and the password. The error does not show the value, which may have a
 * password.
 *
 * @param protocols without and with TLS from the first byte on, such as `smtp:` and `smtps:`
 */
export function readMailUrl(name: string, text: string, protocols: readonly [string, string]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url && url.hostname !== '' && !url.search && !url.hash
  if (isPlain && protocols.includes(url.protocol) && isDecodable(url.href)) return url
  throw new ConfigError(`${name} must be like ${protocols[1]}//user:password@mail.example.com`, name)
}

/** Reads a path such as `/support`; empty for the root. */
export function readPath(name: string, text: string): string {
  if (!/^(?:\/[\w.~-]+)*\/?$/.test(text) || /\/\.\.?(?:\/|$)/.test(text)) {
    return refuse(name, 'a path such as /support', text)
  }
  return withoutSlashes(text)
}

/** Reads a list of origins, separated by commas. */
export function readOrigins(name: string, text: string): readonly string[] {
  const origins = text.split(',').map((each) => each.trim())
  for (const each of origins) {
    const isOrigin =
      URL.canParse(each) && /^https?:$/.test(new URL(each).protocol) && new URL(each).origin === each
    if (!isOrigin)
      return refuse(name, 'origins such as https://app.example.com, with commas between them', each)
  }
  return origins
}

function withoutSlashes(text: string): string {
  let end = text.length
  while (text[end - 1] === '/') end--
  return text.slice(0, end)
}

/** Returns whether each `%` of a URL begins an encoded character. */
function isDecodable(href: string): boolean {
  try {
    decodeURIComponent(href)
    return true
  } catch {
    return false
  }
}
