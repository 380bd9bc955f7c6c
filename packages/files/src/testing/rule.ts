import type { FileStore } from '@opensupports/core'

/** Registers what every store of files does. Each check gets a new, empty store. */
export type Rule = (name: string, check: (files: FileStore) => Promise<void>) => void
