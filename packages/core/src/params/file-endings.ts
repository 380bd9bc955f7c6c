import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { type Parameter, parameter } from './parameter.js'

/** Returns whether a text may be a file ending: 1 to 20 lower-case letters and digits, without the dot. */
export const isFileEnding = (text: string): boolean => /^[a-z0-9]{1,20}$/.test(text)

/** Parses a list of file endings: `pdf, .PNG` becomes `['pdf', 'png']`. */
export const fileEndings = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,;]/)
    .map((each) => (each.startsWith('.') ? each.slice(1) : each))
    .filter((each) => each !== '')

/**
 * A list of file endings: an array, or a text separated by commas or blanks; at most 100, with or without a dot. May be
 * empty.
 */
export const endingList = (code: ErrorCode): Parameter<string | readonly string[], string> =>
  parameter(
    code,
    v.pipe(
      v.union([v.pipe(v.string(), v.maxLength(2500)), v.pipe(v.array(v.string()), v.maxLength(100))]),
      v.transform((given) => fileEndings(typeof given === 'string' ? given : given.join(' '))),
      v.check((endings) => endings.length <= 100 && endings.every(isFileEnding)),
      v.transform((endings) => [...new Set(endings)].join(',')),
    ),
  )
