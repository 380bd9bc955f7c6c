import type { Line } from './line.js'

/** The parameters of `Content-Type: text/plain; format=flowed`. */
export interface Flowed {
  /** `DelSp=yes`: the blank that marks a soft line break is not part of the text. */
  readonly delSp: boolean
}

/** The separator of signatures is a line of its own, although it ends with a blank. */
const signatureSeparator = '-- '

/** Joins the lines of `format=flowed` text (RFC 3676) into paragraphs. Only joins lines of the same quote depth. */
export function linesOfFlowed(text: string, { delSp }: Flowed): Line[] {
  const lines: Line[] = []
  let pieces: string[] = []
  let depth = 0
  const endParagraph = () => {
    if (pieces.length > 0) lines.push(paragraph(pieces.join(''), depth))
    pieces = []
  }
  for (const raw of text.split('\n')) {
    const line = unquoted(raw)
    const isSeparator = line.words === signatureSeparator
    if (line.depth !== depth || isSeparator) endParagraph()
    depth = line.depth
    const isSoft = line.words.endsWith(' ') && !isSeparator
    pieces.push(isSoft && delSp ? line.words.slice(0, -1) : line.words)
    if (!isSoft) endParagraph()
  }
  endParagraph()
  return lines
}

/** Removes the quote marks, then the blank that senders put before a line (space-stuffing). */
function unquoted(raw: string): { words: string; depth: number } {
  let depth = 0
  while (raw[depth] === '>') depth++
  return { depth, words: raw.slice(raw[depth] === ' ' ? depth + 1 : depth) }
}

const paragraph = (words: string, depth: number): Line => ({
  shown: depth === 0 ? words : `${'>'.repeat(depth)} ${words}`,
  words,
  depth,
  cited: depth > 0,
  mark: undefined,
})
