/**
 * Returns the key by which a name is compared. Two names are the same if their keys are equal, code point by code
 * point: composed (NFC), in lower case, with the final sigma `ς` as `σ`. Nothing else is ignored: names differ by
 * accents, emoji, blanks at the ends, and by `ß` or `ss`.
 */
export const nameKey = (name: string): string =>
  name.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ')

/** Returns whether two names are the same, by `nameKey`. Use it for everything that has a unique name. */
export const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other)
