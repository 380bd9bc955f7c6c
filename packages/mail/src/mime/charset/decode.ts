import { isAscii, isUtf8 } from 'node:buffer'
import { decodeAs } from './decode-as.js'
import { detectCharset, detectMistake } from './detect.js'
import { encodingOf } from './labels.js'

/** A text with the charset in which it was read. */
export interface Decoded {
  readonly text: string
  readonly encoding: string
}

/** Of the characters beyond ASCII, so many may be broken in a text whose charset is right all the same. */
const brokenShare = 0.1

/**
 * Decodes bytes as their label says, unless it is missing or wrong: then by what the bytes are.
 *
 * @param hint the charset of the text around, which counts where there is no label that fits
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

/** What a byte order mark at the beginning says. */
function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

const escapeByte = 0x1b

/** Bytes of ASCII alone are no ASCII in few charsets. */
function plainEncoding(bytes: Uint8Array, label: string | undefined): string {
  if (label === 'utf-7') return label
  if (label?.startsWith('utf-16') && bytes.includes(0)) return wideEncoding(bytes, label)
  const place = bytes.indexOf(escapeByte)
  const next = bytes[place + 1]
  return place >= 0 && (next === 0x24 || next === 0x28) ? 'iso-2022-jp' : 'utf-8'
}

/** UTF-16 without a mark: the upper bytes of Latin letters and blanks are zero. */
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
 * Whether bytes are UTF-8, whatever their label: no text in another charset is so by chance, except for short ones in
 * charsets of two bytes a character.
 */
function isInUtf8(bytes: Uint8Array, label: string | undefined): boolean {
  if (!isUtf8(bytes)) return label === 'utf-8' && fits('utf-8', bytes)
  return !label || !wide.has(label) || /[\u0800-\uffff]/.test(decodeAs('utf-8', bytes))
}

/** In bytes. */
const sampleSize = 262_144

/** Whether nearly all of the bytes can be read so. */
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
