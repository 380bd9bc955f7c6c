import { foldedText } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../../schema.js'

/**
 * Returns the grams of ASCII words as `show_trgm` does, without those that depend on what stands before or after the
 * text.
 */
function gramsOfAscii(folded: string): string[] {
  const grams: string[] = []
  for (const [index, word] of [...folded.matchAll(/[a-z0-9]+/g)].map(
    (match) => [match.index, match[0]] as const,
  )) {
    const isStart = index > 0
    const isEnd = index + word.length < folded.length
    const padded = `${isStart ? '  ' : ''}${word}${isEnd ? ' ' : ''}`
    for (let place = 0; place + 3 <= padded.length; place++) grams.push(padded.slice(place, place + 3))
  }
  return [...new Set(grams)]
}

/**
 * Returns the grams that each text with a part has in the index. They are empty for a text without letters and digits,
 * and, where the locale of the database is C, for letters other than ASCII.
 */
export async function gramsOf(db: Db, part: string): Promise<string[]> {
  const folded = foldedText(part)
  if (/^[\0-\x7f]*$/.test(folded)) return gramsOfAscii(folded)
  // What two texts have that stand between different letters does not depend on what stands there.
  const [one, other] = [`q${folded}q`, `z${folded}z`]
  const { rows } = await sql<{ gram: string }>`select unnest(show_trgm(${one})) as gram
    intersect select unnest(show_trgm(${other}))`.execute(db)
  return rows.map(({ gram }) => gram)
}
