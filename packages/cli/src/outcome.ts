import { OpenSupportsError } from '@opensupports/core'
import { DatabaseError, NotAdoptedError } from '@opensupports/kysely'
import { InterruptedError } from './interruptible.js'
import { ConfigError } from './place.js'

/** The exit codes of all commands. */
export const exitCode = {
  done: 0,
  /** The command failed, without partial changes. */
  failed: 1,
  /** The command line is invalid. */
  usage: 2,
  /** The command is done, and found problems for a person to look at. */
  found: 3,
} as const

/** Shown at the end of each help text. */
export const exitCodesHelp = 'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with problems to look at.'

/**
 * Formats an error: one line for known errors, with the stack for others.
 *
 * @param sources the files that have set variables
 */
export function failureText(error: unknown, sources?: ReadonlyMap<string, string>): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  const plain =
    error instanceof ConfigError ||
    error instanceof InterruptedError ||
    error instanceof DatabaseError ||
    error instanceof NotAdoptedError ||
    error instanceof OpenSupportsError ||
    (typeof code === 'string' && /^(?:E[A-Z]+|SQLITE_)/.test(code))
  const source = error instanceof ConfigError && error.variable ? sources?.get(error.variable) : undefined
  return `${plain ? message : (stack ?? String(error))}${source ? ` (set in ${source})` : ''}\n`
}
