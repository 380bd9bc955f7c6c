import type { words } from './en.js'

/** The words of the frame and of the customers' pages. */
export type CustomerWords = Readonly<Record<keyof typeof words, string>>
