import { sql } from 'kysely'
import type { Db } from '../../../schema.js'
import { fillGrams } from './fill.js'
import type { Source } from './sources.js'

/** New or changed texts after which the index is filled. */
const mostNew = 256

/** Keeps the index up to date. */
export interface GramWriter {
  /** Counts a new text. Searches read it until it is in the index. */
  added(): void
  /** Notes in the open transaction that a text has changed. */
  changed(db: Db, source: Source, id: number): Promise<void>
  /** Fills the index in the background, unless that is going on. */
  fill(): void
}

/** @param db the connections for the background */
export function gramWriter(db: Db): GramWriter {
  let count = 0
  let isFilling = false
  function fill() {
    if (isFilling) return
    isFilling = true
    count = 0
    // After an error, what is missing stays to be read by searches, and the next fill indexes it.
    void fillGrams(db)
      .catch(() => {})
      .finally(() => {
        isFilling = false
      })
  }
  const added = () => {
    count++
    if (count >= mostNew) fill()
  }
  return {
    added,
    fill,
    async changed(tx, { number }, id) {
      await sql`insert into os_gram_stale (source, id) values (${number}, ${id})
        on duplicate key update id = id`.execute(tx)
      added()
    },
  }
}
