import type { Storage } from './storage.js'

/**
 * The stores that calls and transactions have. The settings store is named `settingStore`, since `settings` holds their
 * values.
 */
export interface Stores extends Omit<Storage, 'settings' | 'backup' | 'transaction' | 'close'> {
  readonly settingStore: Storage['settings']
}

/** Returns the stores of a storage. */
export function storesOf({ settings, backup, transaction, close, ...stores }: Storage): Stores {
  return { ...stores, settingStore: settings }
}
