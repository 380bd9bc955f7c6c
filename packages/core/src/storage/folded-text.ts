/** Accents and other marks of Unicode's blocks of combining marks, and what chooses between the shapes of an emoji. */
const marks = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g

/**
 * What texts are searched by, on every storage: a text holds another when its folded text holds the other's, letter for
 * letter. Letters are decomposed (NFD), lose their accents and their case, and are composed again (NFC); the final
 * sigma `ς` is a `σ`. So `etude` finds `Étude`, composed or not, and `οδος` finds `ΟΔΟΣ`. Everything else stays as it
 * is: `ß` is not `ss`, and the marks of scripts that write their vowels with them are letters.
 */
export const foldedText = (text: string): string =>
  // Nearly all text has no accents, and this is the inner loop of every search.
  /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.normalize('NFD').replace(marks, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
