import type { Line } from '../line.js'
import { folded, stripped } from './folded.js'
import { type Label, labelOf } from './header-labels.js'

/** A copied header has few lines, even with a long list of receivers. */
const mostLines = 16
/** A value may go on for so many lines that have no label. */
const mostWrapped = 3
const longestLabel = 40

/**
 * Whether a copied mail header begins with this line: sender, date and subject in any order ("From: … Sent: …
 * Subject: …"), or sender, date and receiver with an address. A form of a person has other lines.
 */
export function isHeaderBlock(lines: readonly Line[], start: number): boolean {
  if (labelAt(lines[start]) === undefined) return false
  const found = new Set<Label>()
  let hasAddress = false
  let wrapped = 0
  for (let at = start; at < start + mostLines; at++) {
    const line = lines[at]
    if (line === undefined || line.depth !== lines[start]?.depth) break
    const label = labelAt(line)
    if (label === undefined) {
      if (line.words.trim() !== '' && ++wrapped > mostWrapped) break
      continue
    }
    wrapped = 0
    found.add(label)
    if (label === 'from' || label === 'to') hasAddress ||= line.words.includes('@')
    if (found.has('from') && found.has('date') && (found.has('subject') || (found.has('to') && hasAddress)))
      return true
  }
  return false
}

/** What the label of a line stands for. It may be bold (`*From:* Jane`) or in the first cell of a row (`From: | Jane`). */
function labelAt(line: Line | undefined): Label | undefined {
  if (line === undefined || !(line.words.includes(':') || line.words.includes('：'))) return undefined
  const text = folded(line.words)
  const end = text.indexOf(':')
  if (end < 1 || end > longestLabel) return undefined
  return labelOf(stripped(text.slice(0, end), ' *_|'))
}
