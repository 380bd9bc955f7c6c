import type { DepartmentName } from '../people.js'

export const tags = [
  { name: 'delivery', color: '#2f7ed8' },
  { name: 'refund', color: '#c0392b' },
  { name: 'warranty', color: '#8e44ad' },
  { name: 'question', color: '#27ae60' },
  { name: 'account', color: '#7f8c8d' },
  { name: 'stock', color: '#d68910' },
] as const

/** The texts of a topic, with placeholders: `{product}`, `{city}`, `{day}`, `{amount}`, `{order}`, `{agent}`. */
export interface Topic {
  readonly department: DepartmentName
  readonly tag: (typeof tags)[number]['name']
  readonly titles: readonly string[]
  readonly openings: readonly string[]
  /** The comments, alternating between staff and the author. */
  readonly talk: readonly string[]
}
