import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { isTimeZone } from '../platform/index.js'
import { type Parameter, parameter } from './parameter.js'
import { filledLine, hasLength, isBlank, json, line, listOf } from './schemas.js'

const nameSchema = filledLine(1, 200)

/** Any text on one line, of at most `max` characters; may be empty. */
export const text = (code: ErrorCode, max = 200): Parameter<string, string> => parameter(code, line(0, max))

/** Returns whether a text is a web address that is safe in mails and pages: http or https, without quotes or spaces. */
export function isWebAddress(value: string): boolean {
  if (/[\s"'`<>\\]/.test(value) || !URL.canParse(value)) return false
  const { protocol, username, password, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}

/** The URL of a site: http or https, at most 500 characters; may be empty. */
export const webAddress = (code: ErrorCode): Parameter<string, string> =>
  parameter(
    code,
    v.pipe(
      line(0, 500),
      v.check((value) => value === '' || isWebAddress(value)),
    ),
  )

/** The IANA name of a time zone, such as `Europe/Berlin`. */
export const timeZone = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(line(0, 60), v.check(isTimeZone)))

/** 1 to 200 characters, not blank. */
export const name = (code: ErrorCode): Parameter<string, string> => parameter(code, nameSchema)

/** 1 to 200 characters, not blank. */
export const title = name

/** Returns whether a text is a valid name. */
export const isName = (value: string | undefined): value is string => v.is(nameSchema, value)

/** 4 to 200 characters, not blank. */
export const subject = (code: ErrorCode): Parameter<string, string> => parameter(code, filledLine(4, 200))

/** HTML from a template editor, on any number of lines; may be empty. */
export const markup = (code: ErrorCode): Parameter<string, string> =>
  parameter(
    code,
    v.pipe(
      v.string(),
      v.maxLength(10_000),
      v.check((html) => html.isWellFormed() && !html.includes('\0')),
    ),
  )

/** Search text: 1 to 200 characters, as a title may have, not blank. */
export const query = (code: ErrorCode): Parameter<string, string> => parameter(code, filledLine(1, 200))

const passwordSchema = v.pipe(
  v.string(),
  v.check(
    (value) => hasLength(value, 6, 200) && value.isWellFormed() && !value.includes('\0') && !isBlank(value),
  ),
  v.metadata({ jsonSchema: { minLength: 6, maxLength: 200 } }),
)

/** 6 to 200 characters, not blank. bcrypt uses only the first 72 bytes. */
export const password = (code: ErrorCode): Parameter<string, string> => parameter(code, passwordSchema)

/** Returns whether a text is a valid password. */
export const isPassword = (value: string | undefined): value is string => v.is(passwordSchema, value)

/** A text that is compared with a secret. Any text is valid; a wrong one does not match. */
export const secret = (code: ErrorCode): Parameter<string, string> => parameter(code, v.string())

/**
 * As `secret`, for operations that check other things first: a value that is no text becomes an empty one, which never
 * matches.
 */
export const secretOrNone = (code: ErrorCode): Parameter<string, string> => ({
  schema: v.string(),
  code,
  read: (value) => (typeof value === 'string' ? value : ''),
})

/** Exactly one of the words. */
export const oneOf = <const T extends string>(code: ErrorCode, words: readonly T[]): Parameter<T, T> =>
  parameter(code, v.picklist(words))

/** `#` with 3 or 6 hexadecimal digits. */
export const color = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(v.string(), v.regex(/^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$/)))

/** The name of an API key: letters, digits and spaces, 1 to 200. */
export const keyName = (code: ErrorCode): Parameter<string, string> =>
  parameter(
    code,
    v.pipe(
      nameSchema,
      v.check((value) => /^[A-Za-z0-9 ]+$/.test(value)),
    ),
  )

/** Names of operations, such as `ticket.create`, or of groups, such as `ticket.*`: 1 to 100, each once. */
export const scopes = (code: ErrorCode): Parameter<readonly string[], readonly string[]> =>
  parameter(
    code,
    json(
      v.pipe(
        listOf(v.pipe(v.string(), v.maxLength(100)), 100),
        v.minLength(1),
        v.transform((list): readonly string[] => [...new Set(list)]),
      ) as unknown as v.GenericSchema<readonly string[], readonly string[]>,
    ),
  )

/** The name of a stored file: no folders, no hidden files. */
export const fileName = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(v.string(), v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/)))
