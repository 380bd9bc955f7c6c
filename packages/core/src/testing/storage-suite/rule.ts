import type { Storage } from '../../storage/index.js'

/**
 * Registers a test for every storage. Each check gets a new, empty storage, and `another` to make more of the same
 * kind.
 */
export type Rule = (
  name: string,
  check: (storage: Storage, another: () => Promise<Storage>) => Promise<void>,
) => void
