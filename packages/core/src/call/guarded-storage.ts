import { traced } from '../platform/index.js'
import type { Storage } from '../storage/index.js'
import { innermostTransaction, inTransaction, type OpenTransaction } from './scope.js'

type Methods = Record<string, (...args: unknown[]) => unknown>

const guarded = new WeakMap<Storage, Storage>()
/** The storages behind the guards. */
const unguarded = new WeakMap<Storage, Storage>()

/** Returns whether the caller runs inside an open transaction of a guarded storage. */
export const isInsideTransaction = (storage: Storage): boolean => isInside(unguarded.get(storage) ?? storage)

function isInside(storage: Storage): boolean {
  for (let each = innermostTransaction(); each; each = each.around) {
    if (each.storage === storage && each.isOpen) return true
  }
  return false
}

/**
 * Returns the storage with a guard: while a transaction is open, calls through the outer storage throw. On memory and
 * SQLite they would deadlock with the transaction; elsewhere they would read and write outside it.
 *
 * The guard checks that the transaction is still open, since timers and listeners that start inside it keep its
 * asynchronous context.
 */
export function guardedStorage(storage: Storage): Storage {
  const known = guarded.get(storage)
  if (known) return known
  const refuseInside = (...names: string[]) => {
    if (!isInside(storage)) return
    throw new Error(
      `storage.${names.join('.')}() was called on the outer storage inside a transaction: use the storage that the transaction gives`,
    )
  }
  const guardStore = (store: string, methods: Methods): Methods =>
    Object.fromEntries(
      Object.keys(methods).map((method) => [
        method,
        (...args: unknown[]) => {
          refuseInside(store, method)
          return methods[method]?.(...args)
        },
      ]),
    )
  const stores = Object.entries(storage).map(([name, value]) => [
    name,
    typeof value === 'object' ? guardStore(name, value as unknown as Methods) : value,
  ])
  const { within } = storage
  const guarding = <T>(work: () => Promise<T>): Promise<T> => {
    const open: OpenTransaction = { storage, around: innermostTransaction(), isOpen: true }
    return inTransaction(open, async () => {
      try {
        return await work()
      } finally {
        open.isOpen = false
      }
    })
  }
  const result: Storage = {
    ...(Object.fromEntries(stores) as Storage),
    async transaction(work) {
      refuseInside('transaction')
      return traced((count) =>
        storage.transaction((tx) => {
          count()
          return guarding(() => work(tx))
        }),
      )
    },
    ...(within
      ? {
          async within<T>(connection: unknown, work: (tx: Storage) => Promise<T>) {
            refuseInside('within')
            return within<T>(connection, (tx) => guarding(() => work(tx)))
          },
        }
      : {}),
    async lock(locks) {
      refuseInside('lock')
      return storage.lock(locks)
    },
    close: () => storage.close(),
  }
  unguarded.set(result, storage)
  guarded.set(storage, result)
  guarded.set(result, result)
  return result
}
