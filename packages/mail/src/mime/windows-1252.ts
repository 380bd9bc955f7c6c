const characters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * Some versions of Node read windows-1252, the encoding of many a mail program, as Latin-1, where quotes and dashes
 * become control characters that nobody has ever meant to write.
 */
export const asWindows1252 = (text: string) =>
  text.replace(/[\u0080-\u009f]/g, (character) => characters[character.charCodeAt(0) - 0x80] ?? '')
