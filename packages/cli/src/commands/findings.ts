import { print } from '../command.js'
import type { Terminal } from '../terminal.js'

/** The result of one check. */
export interface Finding {
  readonly name: string
  readonly state: 'good' | 'bad' | 'skipped'
  readonly text: string
  readonly details?: readonly string[]
}

export const good = (name: string, text: string): Finding => ({ name, state: 'good', text })
export const bad = (name: string, text: string, details?: readonly string[]): Finding =>
  details ? { name, state: 'bad', text, details } : { name, state: 'bad', text }
export const skipped = (name: string, text: string): Finding => ({ name, state: 'skipped', text })

const marks = { good: 'ok  ', bad: 'BAD ', skipped: '--  ' }
const mostDetails = 20

/** Formats findings for a person, a line for each and its details below. */
function inWords(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ name, state, text, details = [] }) => [
      `${marks[state]} ${name}: ${text}\n`,
      ...details.slice(0, mostDetails).map((line) => `       ${line}\n`),
      ...(details.length > mostDetails ? [`       and ${details.length - mostDetails} more\n`] : []),
    ])
    .join('')
}

/**
 * Prints findings, as lines or as the JSON of a report. Returns whether none of them is bad.
 *
 * @param reportOf returns the report; it is called with the result
 */
export function printFindings(
  terminal: Terminal,
  json: boolean | undefined,
  findings: readonly Finding[],
  reportOf: (isGood: boolean) => object,
): boolean {
  const isGood = findings.every(({ state }) => state !== 'bad')
  print(terminal, json, reportOf(isGood), inWords(findings))
  return isGood
}
