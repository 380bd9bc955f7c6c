import { foldedText } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../../schema.js'

/**
 * Returns the trigrams of ASCII words as `show_trgm` does, without those that depend on the characters before and after
 * the text.
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
 * Returns the trigrams that the index has for every text that contains a part. Returns none for a part without letters
 * and digits. If the locale of the database is C, only ASCII letters count.
 */
export async function gramsOf(db: Db, part: string): Promise<string[]> {
  const folded = foldedText(part)
  if (/^[\0-\x7f]*$/.test(folded)) return gramsOfAscii(folded)
  // Trigrams that the part has between different letters do not depend on those letters.
  const [one, other] = [`q${folded}q`, `z${folded}z`]
  const { rows } = await sql<{ gram: string }>`select unnest(show_trgm(${one})) as gram
    intersect select unnest(show_trgm(${other}))`.execute(db)
  return rows.map(({ gram }) => gram)
}
