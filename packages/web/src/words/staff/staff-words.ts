import type { words } from './en.js'

/** The words of the team's and the admins' pages. */
export type StaffWords = Readonly<Record<keyof typeof words, string>>
