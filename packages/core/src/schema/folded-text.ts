/** Accents and other marks of Unicode's blocks of combining marks, and what chooses between the shapes of an emoji. */
const marks = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g

/**
 * Folds a text for searching: a text contains another if its folded form contains the other's folded form, on every
 * storage. Letters are decomposed (NFD), lose accents and case, and are composed again (NFC); the final sigma `ς`
 * becomes `σ`. So `etude` finds `Étude`, composed or not, and `οδος` finds `ΟΔΟΣ`. Nothing else changes: `ß` differs
 * from `ss`, and combining vowels of other scripts stay letters.
 */
export const foldedText = (text: string): string =>
  // Nearly all text has no accents, and this is the inner loop of every search.
  /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFD').replace(marks, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
