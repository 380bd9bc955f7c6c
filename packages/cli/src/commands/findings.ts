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
export function inWords(findings: readonly Finding[]): string {
  return findings
    .flatMap(({ name, state, text, details = [] }) => [
      `${marks[state]} ${name}: ${text}\n`,
      ...details.slice(0, mostDetails).map((line) => `       ${line}\n`),
      ...(details.length > mostDetails ? [`       and ${details.length - mostDetails} more\n`] : []),
    ])
    .join('')
}
