import { isAscii, isUtf8 } from 'node:buffer'
import { decodeAs } from './decode-as.js'
import { detectCharset, detectMistake } from './detect.js'
import { encodingOf } from './labels.js'

/** A text, and the charset that it was decoded from. */
export interface Decoded {
  readonly text: string
  readonly encoding: string
}

/** Maximum share of broken characters beyond ASCII in a text whose charset is right. */
const brokenShare = 0.1

/**
 * Decodes bytes by their label. If the label is missing or wrong, detects the charset.
 *
 * @param hint the charset of the surrounding text, used if there is no usable label
 */
export function decodeText(bytes: Uint8Array, label: string | undefined, hint?: string): Decoded {
  const encoding = encodingBehind(bytes, encodingOf(label), encodingOf(hint))
  return { text: decodeAs(encoding, bytes), encoding }
}

function encodingBehind(bytes: Uint8Array, label: string | undefined, hint: string | undefined): string {
  const marked = markOf(bytes)
  if (marked) return marked
  if (isAscii(bytes)) return plainEncoding(bytes, label)
  if (label?.startsWith('utf-16') && !fits('utf-8', bytes)) return wideEncoding(bytes, label)
  if (isInUtf8(bytes, label)) return 'utf-8'
  for (const named of [label, hint])
    if (named && !named.startsWith('utf-') && fits(named, bytes)) return detectMistake(named, bytes) ?? named
  return detectCharset(bytes)
}

/** Returns the encoding of the byte order mark at the beginning; undefined if there is none. */
function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

const escapeByte = 0x1b

/** Returns the encoding of bytes that are all ASCII: a few charsets encode other characters with them. */
function plainEncoding(bytes: Uint8Array, label: string | undefined): string {
  if (label === 'utf-7') return label
  if (label?.startsWith('utf-16') && bytes.includes(0)) return wideEncoding(bytes, label)
  const place = bytes.indexOf(escapeByte)
  const next = bytes[place + 1]
  return place >= 0 && (next === 0x24 || next === 0x28) ? 'iso-2022-jp' : 'utf-8'
}

/** Detects UTF-16 without a mark: the high bytes of Latin letters and spaces are zero. */
function wideEncoding(bytes: Uint8Array, label: string): string {
  let [even, odd] = [0, 0]
  for (let place = 0; place + 1 < Math.min(bytes.length, 4096); place += 2) {
    if (bytes[place] === 0) even++
    if (bytes[place + 1] === 0) odd++
  }
  return even === odd ? label : even > odd ? 'utf-16be' : 'utf-16le'
}

const wide: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'])

/**
 * Returns whether bytes are UTF-8, regardless of the label. Text in another charset is not valid UTF-8 by chance,
 * except for short texts in double-byte charsets.
 */
function isInUtf8(bytes: Uint8Array, label: string | undefined): boolean {
  if (!isUtf8(bytes)) return label === 'utf-8' && fits('utf-8', bytes)
  return !label || !wide.has(label) || /[\u0800-\uffff]/.test(decodeAs('utf-8', bytes))
}

/** In bytes. */
const sampleSize = 262_144

/** Returns whether nearly all bytes can be decoded. */
function fits(encoding: string, bytes: Uint8Array): boolean {
  const text = decodeAs(encoding, bytes.subarray(0, sampleSize))
  let [total, broken] = [0, 0]
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place)
    if (code >= 0x80) total++
    if (code === 0xfffd) broken++
  }
  return broken <= brokenShare * total
}
