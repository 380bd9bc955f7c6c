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
