import type { Storage } from '../../storage/index.js'

/**
 * Registers what every storage does. Each check gets a new, empty storage, and `another` to make more of them of the
 * same kind.
 */
export type Rule = (
  name: string,
  check: (storage: Storage, another: () => Promise<Storage>) => Promise<void>,
) => void
