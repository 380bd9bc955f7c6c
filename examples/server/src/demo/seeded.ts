import type { Random } from '@opensupports/core'

/** Chance that is the same in every run. */
export interface Seeded extends Random {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** The generator of Lehmer, with the multiplier of Park and Miller: enough to make data look mixed. */
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
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[integer(0, list.length - 1)] as T
    },
    bytes: (size) => Uint8Array.from({ length: size }, () => integer(0, 255)),
  }
}
