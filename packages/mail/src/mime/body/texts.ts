import { decodeText, encodingOf } from '../charset/index.js'
import { decodeTransfer, fieldOf, type Part } from '../parts/index.js'
import { withoutClearSignature } from './clear-signed.js'
import type { Words } from './found.js'
import { metaCharset } from './meta-charset.js'

/** Maximum length of one text, in characters. A longer text is also attached as a file. */
export const longestText = 3_000_000
/** Number of bytes used to detect the charset of a text. */
const sampleSize = 65_536

export const transferOf = ({ fields }: Part): string =>
  fieldOf(fields, 'content-transfer-encoding').toLowerCase()

const parameterOf = ({ type }: Part, name: string) => type.parameters.get(name)?.value

/** Returns the type of a part. Invalid types, and multiparts without parts, count as plain text. */
export const typeOf = ({ type, parts }: Part): string => {
  const { value } = type
  if (!value.includes('/')) return 'text/plain'
  return value.startsWith('multipart/') && parts.length === 0 ? 'text/plain' : value
}

function decoded(part: Part, bytes: Buffer, hint: string | undefined) {
  const meta = typeOf(part) === 'text/html' ? metaCharset(bytes) : undefined
  return decodeText(bytes, parameterOf(part, 'charset'), meta ?? hint)
}

/**
 * Returns the charset of a mail's first text, or undefined if it says nothing about other bytes. Without a usable
 * label, the headers are sampled too, because detection gets better with more bytes.
 */
export function charsetOf(root: Part): string | undefined {
  const part = firstText(root) ?? root
  const label = encodingOf(parameterOf(part, 'charset'))
  const bytes = decodeTransfer(part.body.subarray(0, sampleSize), transferOf(part))
  const { encoding } = decoded(part, bytes, undefined)
  if (label && (encoding === label || encoding === 'utf-8')) return label
  const headers = root.fields.map(({ value }) => Buffer.from(value, 'latin1'))
  const unknown = [bytes, ...headers].filter((each) => decodeText(each, undefined).encoding !== 'utf-8')
  return unknown.length > 0 ? decoded(part, Buffer.concat(unknown), undefined).encoding : undefined
}

function firstText(part: Part): Part | undefined {
  const type = typeOf(part)
  if (type === 'text/plain' || type === 'text/html') return part
  for (const each of part.parts) {
    const text = firstText(each)
    if (text) return text
  }
  return undefined
}

/** Returns the words of a text part. `rest` is true if the text was longer than the limit. */
export function wordsOf(
  part: Part,
  bytes: Buffer,
  hint: string | undefined,
): { words: Words; rest: boolean } {
  const { text } = decoded(part, bytes, hint)
  const clean = text.slice(0, longestText).toWellFormed().replaceAll('\0', '')
  const rest = text.length > longestText
  if (typeOf(part) === 'text/html') return { words: { html: clean }, rest }
  const isFlowed = parameterOf(part, 'format')?.toLowerCase() === 'flowed'
  const flowed = isFlowed ? { delSp: parameterOf(part, 'delsp')?.toLowerCase() === 'yes' } : undefined
  return { words: { text: withoutClearSignature(clean), flowed }, rest }
}

/** Joins adjacent texts, so that a quote that spans several of them is detected. */
export function joinedWords(words: readonly Words[]): Words[] {
  const joined: Words[] = []
  for (const each of words) {
    const last = joined.at(-1)
    const isLike =
      last &&
      (last.text === undefined) === (each.text === undefined) &&
      (last.html === undefined) === (each.html === undefined) &&
      last.flowed?.delSp === each.flowed?.delSp
    if (!isLike) joined.push(each)
    else
      joined[joined.length - 1] = {
        text: each.text === undefined ? undefined : `${last.text}\n${each.text}`,
        html: each.html === undefined ? undefined : `${last.html}\n${each.html}`,
        flowed: each.flowed,
      }
  }
  return joined
}

/** Returns the content ids of the pictures that HTML shows. */
export function contentIdsOf(words: readonly Words[]): Set<string> {
  const ids = new Set<string>()
  for (const { html = '' } of words)
    for (let place = html.indexOf('cid:'); place >= 0; place = html.indexOf('cid:', place + 4)) {
      const [id = ''] = html.slice(place + 4, place + 304).split(/["'\s>)]/, 1)
      if (id !== '') ids.add(id)
    }
  return ids
}
