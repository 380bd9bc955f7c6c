/** The sizes of blocks of ids, as powers of two. The function `os_blocks` in `ddl.ts` has the same. */
const sizes = [10, 14, 18] as const

/** Ids of the smallest block. */
export const smallestBlock = 2 ** sizes[0]

/** The index has the blocks of a row as numbers: that of the block, times four, plus that of its size. */
const keyOf = (block: number, size: number) => block * 4 + size

/** The blocks of all sizes of an id, as an expression. */
export const blocksOf = (id: string): string =>
  `array[${sizes.map((bits, size) => `(${id} >> ${bits}) * 4 + ${size}`).join(', ')}]`

/** A range of ids, as the blocks that it consists of. */
export interface Range {
  readonly keys: readonly number[]
  /** The lowest id. */
  readonly from: number
}

/**
 * Returns the blocks of about as many ids as asked for, at most four millions, below an id that starts a block. They are
 * few, since the larger ones are taken where they fit.
 */
export function blocksBelow(end: number, ids: number): Range {
  // Starts at a block that is large enough, so that few small ones are left over.
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
