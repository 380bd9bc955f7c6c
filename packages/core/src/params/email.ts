import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { type Parameter, parameter } from './parameter.js'

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"'
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const lastLabel = '[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?'
const literal = '\\[(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|ipv6:[0-9a-f:.]{2,45})\\]'
const address = new RegExp(`^(${atom}(?:\\.${atom})*|${quoted})@(?:(?:${label}\\.)+${lastLabel}|${literal})$`)

/** Whether a lower-case text is an e-mail address of the kind that mail servers take: ASCII, at most 254 characters. */
export function isEmail(value: string): boolean {
  if (value.length > 254) return false
  const match = address.exec(value)
  return match !== null && (match[1] ?? '').length <= 64
}

/**
 * Whether a text is an address that mails come from: as `isEmail`, but letters, digits and accents of any script may
 * stand before the `@` (RFC 6531), each in the one form that looks like it.
 */
export function isMailAddress(value: string): boolean {
  if (value.length > 254 || value !== value.normalize('NFKC')) return false
  const at = value.lastIndexOf('@')
  const local = value.slice(0, Math.max(at, 0))
  return isEmail(local.replace(/(?![\x00-\x7f])[\p{L}\p{M}\p{N}]/gu, 'x') + value.slice(local.length))
}

/** ASCII letters only, so that nothing else changes its form. */
export const lowerCase = (value: string) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** An e-mail address; the operation gets it in lower case. */
export const email = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(v.string(), v.maxLength(254), v.transform(lowerCase), v.check(isEmail)))

/** As `email`, and addresses in other scripts, which come in by mail. */
export const mailAddress = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(v.string(), v.maxLength(254), v.transform(lowerCase), v.check(isMailAddress)))
