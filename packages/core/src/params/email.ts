import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { type Parameter, parameter } from './parameter.js'

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"'
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const lastLabel = '[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?'
const literal = '\\[(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|ipv6:[0-9a-f:.]{2,45})\\]'
const address = new RegExp(`^(${atom}(?:\\.${atom})*|${quoted})@(?:(?:${label}\\.)+${lastLabel}|${literal})$`)

/** Returns whether a lower-case text is an e-mail address that mail servers accept: ASCII, at most 254 characters. */
export function isEmail(value: string): boolean {
  if (value.length > 254) return false
  const match = address.exec(value)
  return match !== null && (match[1] ?? '').length <= 64
}

/**
 * Returns whether a text is an address that mails may come from: as `isEmail`, but the part before the `@` may have
 * letters, digits and accents of any script (RFC 6531), in normalized form only.
 */
export function isMailAddress(value: string): boolean {
  if (value.length > 254 || value !== value.normalize('NFKC')) return false
  const at = value.lastIndexOf('@')
  const local = value.slice(0, Math.max(at, 0))
  return isEmail(local.replace(/(?![\x00-\x7f])[\p{L}\p{M}\p{N}]/gu, 'x') + value.slice(local.length))
}

/** Lower-cases ASCII letters only, so that no other character changes. */
export const lowerCase = (value: string) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** An e-mail address; the operation gets it in lower case. */
export const email = (code: ErrorCode): Parameter<string, string> =>
  parameter(
    code,
    v.pipe(
      v.string(),
      v.maxLength(254),
      v.transform(lowerCase),
      v.check(isEmail),
      v.metadata({ jsonSchema: { format: 'email' } }),
    ),
  )

/** As `email`, but also accepts addresses in other scripts, which incoming mails may have. */
export const mailAddress = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(v.string(), v.maxLength(254), v.transform(lowerCase), v.check(isMailAddress)))
