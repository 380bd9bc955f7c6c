import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../schema.js'
import type { Kind } from './sources.js'
import { numberOf } from './sources.js'

/** Ids per block. */
export const blockSize = 4096

export const blockOf = (id: number): number => Math.floor(id / blockSize)

/** The places of the texts of a block, by gram. */
export type Postings = Map<number, number[]>

/** Returns the number of additions. */
export function addPostings(postings: Postings, id: number, grams: readonly number[]): number {
  const place = id % blockSize
  let added = 0
  for (const gram of grams) {
    const places = postings.get(gram)
    if (!places) postings.set(gram, [place])
    else if (places[places.length - 1] === place) continue
    else places.push(place)
    added++
  }
  return added
}

function packed(places: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(places.length * 2)
  for (const [index, place] of places.entries()) bytes.writeUInt16LE(place, index * 2)
  return bytes
}

const rowsAtOnce = 500
const bytesAtOnce = 500_000

/** Appends to what the rows of a block have. */
export async function writePostings(db: Db, kind: Kind, block: number, postings: Postings): Promise<void> {
  let rows: RawBuilder<unknown>[] = []
  let bytes = 0
  const write = async () => {
    if (rows.length === 0) return
    await sql`insert into os_gram (kind, gram, block, ids) values ${sql.join(rows)}
      on duplicate key update ids = concat(ids, values(ids))`.execute(db)
    rows = []
    bytes = 0
  }
  // In the order of the index.
  for (const gram of [...postings.keys()].sort((one, other) => one - other)) {
    const ids = packed(postings.get(gram) ?? [])
    rows.push(sql`(${sql.lit(numberOf(kind))}, ${sql.lit(gram)}, ${sql.lit(block)}, ${ids})`)
    bytes += ids.length
    if (rows.length === rowsAtOnce || bytes > bytesAtOnce) await write()
  }
  await write()
}

/** The texts of a block that hold several grams. A text may be in a row twice, in any order. */
export class BlockMatch {
  readonly #counts = new Uint16Array(blockSize)
  #grams = 0

  constructor(readonly block: number) {}

  /** Keeps the texts that hold the next gram, too. Returns whether any is left. */
  keep(rows: readonly Uint8Array[]): boolean {
    const before = this.#grams++
    let isAny = false
    for (const ids of rows) {
      for (let index = 0; index + 1 < ids.length; index += 2) {
        const place = (ids[index] ?? 0) | ((ids[index + 1] ?? 0) << 8)
        if (this.#counts[place] !== before) continue
        this.#counts[place] = before + 1
        isAny = true
      }
    }
    return isAny
  }

  /** Returns their ids, the newest first. */
  ids(): number[] {
    const ids: number[] = []
    for (let place = blockSize - 1; place >= 0; place--)
      if (this.#counts[place] === this.#grams) ids.push(this.block * blockSize + place)
    return ids
  }
}
