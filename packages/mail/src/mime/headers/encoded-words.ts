import { decodeText } from '../charset/index.js'
import { decodeQuotedPrintable } from '../parts/index.js'

/** A piece of a header: bytes of one charset. */
interface Run {
  /** Undefined for what is no encoded word. */
  readonly charset: string | undefined
  readonly pieces: Buffer[]
}

/** Characters of one encoded word; some senders put a whole subject into one. */
const longestWord = 5000
/** Characters of a header that are decoded. */
const longestHeader = 20_000

/**
 * Decodes a header whose bytes come as Latin-1 characters: encoded words of RFC 2047, and bytes beyond ASCII.
 *
 * @param hint the charset of the mail's text, for bytes without a label
 */
export const decodeHeader = (header: string, hint: string | undefined): string =>
  runsOf(header)
    .map(({ pieces, charset }) => decodeText(Buffer.concat(pieces), charset, hint).text)
    .join('')

/**
 * Puts what `replace` returns in the place of each row of encoded words, so that commas and quotes in them cannot
 * confuse who reads the header. The other bytes are decoded.
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

/** Words of one charset that follow each other are one run: some senders cut characters in two. */
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
    // Blanks between two encoded words only keep them apart.
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
