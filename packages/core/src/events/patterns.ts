import { eventNames } from './audiences.js'

const patterns = new Set<string>(['*', ...eventNames.flatMap((name) => [name, `${name.split('.')[0]}.*`])])

/** Returns whether a text is the name of an event, of a group of events such as `ticket.*`, or `*` for all. */
export const isEventPattern = (text: string): boolean => patterns.has(text)

/** Returns whether one of the patterns matches an event. Events that this version does not know match none, not even `*`. */
export const matchesEvent = (some: readonly string[], name: string): boolean =>
  isEventPattern(name) && [name, `${name.split('.')[0]}.*`, '*'].some((pattern) => some.includes(pattern))
