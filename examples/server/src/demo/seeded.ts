import type { Random } from '@opensupports/core'

/** A random generator with the same values in every run. */
export interface Seeded extends Random {
  /** Returns an integer from `min` to `max`, inclusive. */
  integer(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** Creates a Lehmer generator with the multiplier of Park and Miller, which is random enough for demo data. */
export function seeded(seed: number): Seeded {
  let state = seed
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    integer,
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('the list to pick from is empty')
      return list[integer(0, list.length - 1)] as T
    },
    bytes: (size) => Uint8Array.from({ length: size }, () => integer(0, 255)),
  }
}
