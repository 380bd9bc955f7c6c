import { decodeText } from '../charset/index.js'
import { decodeQuotedPrintable } from '../parts/index.js'

/** A piece of a header: bytes in one charset. */
interface Run {
  /** Undefined if it is not an encoded word. */
  readonly charset: string | undefined
  readonly pieces: Buffer[]
}

/** Maximum length of one encoded word. Some senders put a whole subject into one. */
const longestWord = 5000
/** Maximum number of characters of a header to decode. */
const longestHeader = 20_000

/**
 * Decodes a header given as Latin-1 characters: encoded words (RFC 2047) and bytes beyond ASCII.
 *
 * @param hint the charset of the mail's text, for bytes without a label
 */
export const decodeHeader = (header: string, hint: string | undefined): string =>
  runsOf(header)
    .map(({ pieces, charset }) => decodeText(Buffer.concat(pieces), charset, hint).text)
    .join('')

/**
 * Replaces each run of encoded words with the result of `replace`, so that commas and quotes in them do not confuse the
 * parser. Decodes the other bytes.
 */
export const replaceEncodedWords = (
  header: string,
  hint: string | undefined,
  replace: (decoded: string) => string,
): string =>
  runsOf(header)
    .map(({ pieces, charset }) => {
      const { text } = decodeText(Buffer.concat(pieces), charset, hint)
      return charset === undefined ? text : replace(text)
    })
    .join('')

/** Joins adjacent words of one charset, because some senders split a character across two words. */
function runsOf(value: string): Run[] {
  const header = value.slice(0, longestHeader)
  const runs: Run[] = []
  const add = (charset: string | undefined, bytes: Buffer) => {
    const last = runs.at(-1)
    if (last && last.charset === charset) last.pieces.push(bytes)
    else runs.push({ charset, pieces: [bytes] })
  }
  let done = 0
  let place = 0
  for (let start = header.indexOf('=?'); start >= 0; start = header.indexOf('=?', place)) {
    const word = wordAt(header, start)
    place = word ? word.end : start + 2
    if (!word) continue
    const before = header.slice(done, start)
    // Blanks between two encoded words are not part of the text.
    if (before !== '' && (done === 0 || before.trim() !== '')) add(undefined, Buffer.from(before, 'latin1'))
    add(word.charset, word.bytes)
    done = word.end
  }
  if (done < header.length) add(undefined, Buffer.from(header.slice(done), 'latin1'))
  return runs
}

function wordAt(header: string, start: number): { charset: string; bytes: Buffer; end: number } | undefined {
  const [charset = '', kind = ''] = header.slice(start + 2, start + 70).split('?', 2)
  const encoding = kind.toLowerCase()
  const textStart = start + 2 + charset.length + 3
  if ((encoding !== 'b' && encoding !== 'q') || header[textStart - 1] !== '?') return undefined
  const rest = header.slice(textStart, textStart + longestWord)
  const length = rest.indexOf('?=')
  if (length < 0) return undefined
  const text = rest.slice(0, length)
  const bytes =
    encoding === 'b'
      ? Buffer.from(text, 'base64')
      : decodeQuotedPrintable(Buffer.from(text.replaceAll('_', ' '), 'latin1'))
  const [name = ''] = charset.toLowerCase().split('*', 1)
  return { charset: name, bytes, end: textStart + length + 2 }
}
