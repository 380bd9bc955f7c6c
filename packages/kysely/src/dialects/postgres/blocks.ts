/** The sizes of blocks of ids, as powers of two. The function `os_blocks` in `ddl.ts` has the same. */
const sizes = [10, 14, 18] as const

/** How many ids the smallest block has. */
export const smallestBlock = 2 ** sizes[0]

/** Returns the number of a block in the index: its place, times four, plus the place of its size. */
const keyOf = (block: number, size: number) => block * 4 + size

/** How many ids the largest block has. */
export const largestBlock = 2 ** sizes[2]

/** Returns an SQL expression for the number in the index of one of the largest blocks, by its place. */
export const largestKeyOf = (place: string): string => `(${place} * 4 + ${sizes.length - 1})::bigint`

/** Returns an SQL expression for the blocks, of all sizes, that contain an id. */
export const blocksOf = (id: string): string =>
  `array[${sizes.map((bits, size) => `(${id} >> ${bits}) * 4 + ${size}`).join(', ')}]`

/** A range of ids, and the blocks that cover it. */
export interface Range {
  readonly keys: readonly number[]
  /** The lowest id. */
  readonly from: number
}

/**
 * Returns blocks that cover about as many ids as asked for, at most four million, below an id at which a block starts.
 * Uses the largest blocks that fit, so that they are few.
 */
export function blocksBelow(end: number, ids: number): Range {
  // The range begins where a large block begins, so that few small blocks are needed.
  const coarse = ids < 2 ** sizes[1] ? 0 : ids < 2 ** sizes[2] ? 1 : 2
  const unit = 2 ** sizes[coarse]
  const from = Math.max(0, Math.floor((end - Math.min(ids, 2 ** 22)) / unit) * unit)
  const keys: number[] = []
  let at = end
  while (at > from) {
    let size = sizes.length - 1
    while (size > 0 && (at % 2 ** (sizes[size] ?? 0) !== 0 || at - 2 ** (sizes[size] ?? 0) < from)) size--
    const bits = sizes[size] ?? sizes[0]
    at -= 2 ** bits
    keys.push(keyOf(at / 2 ** bits, size))
  }
  return { keys, from }
}
