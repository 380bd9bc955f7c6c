import { folded } from './quotes/folded.js'
import { answerPrefixes, forwardPrefixes } from './subject-words.js'

const longestPrefix = 20

/**
 * Returns whether a mail answers another one: it refers to one, or its subject begins with "Re:" or an equivalent in
 * another language. A mail with the subject of a forwarded mail answers nothing.
 */
export function answersAnother({ subject, refers }: { subject: string; refers: boolean }): boolean {
  const prefix = prefixOf(subject)
  if (prefix !== undefined && forwardPrefixes.has(prefix)) return false
  return refers || (prefix !== undefined && answerPrefixes.has(prefix))
}

/**
 * Returns the text before the first colon, without words in brackets such as "[extern]" and without a number: "re[2]".
 */
function prefixOf(subject: string): string | undefined {
  let text = folded(subject.slice(0, 200))
  if (text.startsWith('[')) text = text.slice(text.indexOf(']') + 1).trim()
  const end = text.indexOf(':')
  if (end < 1 || end > longestPrefix) return undefined
  const prefix = text.slice(0, end)
  const [word = ''] = prefix.split(/[[(^]/, 1)
  return word.trim()
}
