import type { Storage } from '../index.js'
import { peopleStore } from './accounts.js'
import { apiKeyStore, banStore, customFieldStore, customResponseStore, tagStore } from './catalogue.js'
import { departmentStore } from './departments.js'
import { logStore, outboxStore } from './journals.js'
import { attemptStore, passwordTokenStore, rememberTokenStore, sessionStore } from './sessions.js'
import { settingStore } from './settings.js'
import { staffStore } from './staff.js'
import type { UndoLog } from './table.js'
import { makeTables } from './tables.js'
import { ticketStore } from './tickets.js'
import { userStore } from './users.js'

type Stores = Omit<Storage, 'transaction' | 'close'>

/**
 * Keeps a helpdesk in memory: for tests, for trying out, for helpdesks that end with their process. Everything is
 * gone with it.
 */
export function memoryStorage(): Storage {
  const undo: UndoLog = { entries: undefined }
  const tables = makeTables(undo)
  const stores = {
    settings: settingStore(tables),
    departments: departmentStore(tables),
    staff: staffStore(tables),
    users: userStore(tables),
    people: peopleStore(tables),
    tickets: ticketStore(tables),
    tags: tagStore(tables),
    customResponses: customResponseStore(tables),
    customFields: customFieldStore(tables),
    apiKeys: apiKeyStore(tables),
    bans: banStore(tables),
    logs: logStore(tables),
    sessions: sessionStore(tables),
    rememberTokens: rememberTokenStore(tables),
    passwordTokens: passwordTokenStore(tables),
    attempts: attemptStore(tables),
    outbox: outboxStore(tables),
  }
  /** The end of the transaction that was asked for last. */
  let lastTransaction: Promise<unknown> = Promise.resolve()

  const inside: Storage = {
    ...asynchronous(stores, () => undefined),
    transaction: (work) => work(inside),
    close: async () => {},
  }
  return {
    ...asynchronous(stores, () => (undo.entries ? lastTransaction : undefined)),
    transaction(work) {
      const result = lastTransaction.then(async () => {
        undo.entries = []
        try {
          return await work(inside)
        } catch (error) {
          for (const takeBack of undo.entries.reverse()) takeBack()
          throw error
        } finally {
          undo.entries = undefined
        }
      })
      lastTransaction = result.catch(() => {})
      return result
    },
    close: async () => {},
  }
}

/** The stores as promises; each call first waits for what `until` says. */
function asynchronous(stores: object, until: () => Promise<unknown> | undefined): Stores {
  const wait = (call: (...args: unknown[]) => unknown) => {
    return async (...args: unknown[]) => {
      for (let busy = until(); busy; busy = until()) await busy
      return call(...args)
    }
  }
  const wrap = (store: object) =>
    Object.fromEntries(Object.entries(store).map(([name, call]) => [name, wait(call)]))
  return Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [name, wrap(store)]),
  ) as unknown as Stores
}
