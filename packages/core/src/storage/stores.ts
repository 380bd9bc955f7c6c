import type { Storage } from './storage.js'

/**
 * The stores by themselves, as calls and transactions have them. The store of the settings is `settingStore` there,
 * since `settings` are their values.
 */
export interface Stores extends Omit<Storage, 'settings' | 'backup' | 'transaction' | 'close'> {
  readonly settingStore: Storage['settings']
}

/** Returns the stores of a storage. */
export function storesOf({ settings, backup, transaction, close, ...stores }: Storage): Stores {
  return { ...stores, settingStore: settings }
}
