/**
 * What a name is compared by. Two names with the same key are the same name: they are equal, code point for code point,
 * once both are composed (NFC) and in lower case, with the final sigma `ς` as `σ`. Nothing else is left out: accents,
 * emoji, blanks at the ends, and `ß` for `ss` make another name.
 */
export const nameKey = (name: string): string =>
  name.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ')

/** Whether two names are the same, as everything is compared that has a unique name: see `nameKey`. */
export const sameName = (one: string, other: string): boolean => nameKey(one) === nameKey(other)
