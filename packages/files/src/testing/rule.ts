import type { FileStore } from '@opensupports/core'

/** Registers a test for all file stores. Each check gets a new, empty store. */
export type Rule = (name: string, check: (files: FileStore) => Promise<void>) => void
