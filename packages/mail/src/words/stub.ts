import type { Line } from './line.js'

/** The number of words to compare. The rest of a mail is like its beginning. */
const mostWords = 5000
const mostCharacters = 100_000
/** Fewer words are not enough to compare. */
const leastWords = 3

/**
 * Returns whether the plain text of a mail does not have the content of its HTML, such as "Your mail program cannot
 * show HTML": most words of the HTML are missing in it.
 */
export function isStub(text: string, html: readonly Line[]): boolean {
  if (text.trim() === '') return true
  const shown = wordsOf(startOf(html))
  const known = new Set(wordsOf(text.slice(0, 2 * mostCharacters), 4 * mostWords))
  const missing = shown.filter((word) => !known.has(word))
  return shown.length >= leastWords && missing.length * 2 > shown.length
}

function startOf(lines: readonly Line[]): string {
  const start: string[] = []
  let length = 0
  for (const { words } of lines) {
    start.push(words)
    length += words.length
    if (length > mostCharacters) break
  }
  return start.join('\n').slice(0, mostCharacters)
}

const isWord = /[\p{L}\p{N}]/u
/** Scripts without blanks between words, where each character counts as a word. */
const isWordOfItsOwn = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Returns the first words of a text, in lower case. */
function wordsOf(text: string, most = mostWords): string[] {
  const words: string[] = []
  let word = ''
  const endWord = () => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (const character of text.toLowerCase()) {
    if (words.length >= most) break
    if (isWordOfItsOwn.test(character)) {
      endWord()
      words.push(character)
    } else if (isWord.test(character)) word += character
    else endWord()
  }
  endWord()
  return words
}
