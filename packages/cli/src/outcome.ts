import { OpenSupportsError } from '@opensupports/core'
import { DatabaseError, NotAdoptedError } from '@opensupports/kysely'
import { ConfigError } from './place.js'

/** What a command ends with. */
export const exitCode = {
  done: 0,
  /** It could not be done; nothing is half done. */
  failed: 1,
  /** It was called in a way that makes no sense. */
  usage: 2,
  /** It was done, and found something that a person has to look at. */
  found: 3,
} as const

/** For the end of each help text. */
export const exitCodesHelp =
  'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but something needs a look.'

/** Failures that a person can mend are told in one line; others with all that is known of them. */
export function failureText(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  const plain =
    error instanceof ConfigError ||
    error instanceof DatabaseError ||
    error instanceof NotAdoptedError ||
    error instanceof OpenSupportsError ||
    (typeof code === 'string' && /^(?:E[A-Z]+|SQLITE_)/.test(code))
  return `${plain ? message : (stack ?? String(error))}\n`
}
