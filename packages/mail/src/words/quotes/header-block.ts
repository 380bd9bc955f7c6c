import type { Line } from '../line.js'
import { folded, stripped } from './folded.js'
import { type Label, labelOf } from './header-labels.js'

/** Maximum number of lines of a copied header, even with many receivers. */
const mostLines = 16
/** Maximum number of continuation lines of a value. */
const mostWrapped = 3
const longestLabel = 40

/**
 * Returns whether a copied mail header begins with this line: sender, date and subject in any order ("From: … Sent: …
 * Subject: …"), or sender, date and receiver with an address. Forms that a person fills in have other lines.
 */
export function isHeaderBlock(lines: readonly Line[], start: number): boolean {
  if (labelAt(lines[start]) === undefined) return false
  const labels = new Set<Label>()
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
    labels.add(label)
    if (label === 'from' || label === 'to') hasAddress ||= line.words.includes('@')
    if (
      labels.has('from') &&
      labels.has('date') &&
      (labels.has('subject') || (labels.has('to') && hasAddress))
    )
      return true
  }
  return false
}

/**
 * Returns the meaning of a line's label. It may be bold (`*From:* Jane`) or the first cell of a row (`From: | Jane`).
 */
function labelAt(line: Line | undefined): Label | undefined {
  if (line === undefined || !(line.words.includes(':') || line.words.includes('：'))) return undefined
  const text = folded(line.words)
  const end = text.indexOf(':')
  if (end < 1 || end > longestLabel) return undefined
  return labelOf(stripped(text.slice(0, end), ' *_|'))
}
