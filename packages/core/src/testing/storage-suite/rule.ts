import type { Storage } from '../../storage/index.js'

/** Registers what every storage does. Each check gets a new, empty storage. */
export type Rule = (name: string, check: (storage: Storage) => Promise<void>) => void
