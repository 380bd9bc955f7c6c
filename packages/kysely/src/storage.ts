import type { Storage } from '@opensupports/core'
import { type BackupEngine, backupStore } from './backup.js'
import type { Db } from './schema.js'
import * as stores from './stores/index.js'

type Stores = Omit<Storage, 'transaction' | 'close'>

const storesOn = (db: Db, engine: BackupEngine): Stores => ({
  settings: stores.settingStore(db),
  departments: stores.departmentStore(db),
  staff: stores.staffStore(db),
  users: stores.userStore(db),
  people: stores.peopleStore(db),
  tickets: stores.ticketStore(db),
  tags: stores.tagStore(db),
  customResponses: stores.customResponseStore(db),
  customFields: stores.customFieldStore(db),
  apiKeys: stores.apiKeyStore(db),
  bans: stores.banStore(db),
  topics: stores.topicStore(db),
  articles: stores.articleStore(db),
  logs: stores.logStore(db),
  sessions: stores.sessionStore(db),
  rememberTokens: stores.rememberTokenStore(db),
  passwordTokens: stores.passwordTokenStore(db),
  attempts: stores.attemptStore(db),
  mailTemplates: stores.mailTemplateStore(db),
  outbox: stores.outboxStore(db),
  mailLedger: stores.mailLedgerStore(db),
  backup: backupStore(db, engine),
})

/** The methods of several statements: outside a transaction, each gets one of its own. */
const composed: { readonly [Name in keyof Stores]?: readonly (keyof Stores[Name])[] } = {
  settings: ['install'],
  staff: ['insert', 'update', 'remove', 'setDepartments'],
  users: ['insert', 'update', 'remove', 'removeAll', 'setCustomFieldValues', 'setSupervised'],
  tickets: ['insert', 'assign', 'unAssign', 'releaseOutside', 'remove', 'removeAll', 'addEvent'],
  tags: ['insert', 'update'],
  customFields: ['insert', 'remove'],
  apiKeys: ['insert'],
  bans: ['add'],
  topics: ['remove'],
  passwordTokens: ['insert'],
  mailTemplates: ['set'],
  mailLedger: ['record'],
  backup: ['restore'],
}

type AnyStore = Record<string, (...args: unknown[]) => Promise<unknown>>

function atomic(db: Db, engine: BackupEngine): Stores {
  const plain = storesOn(db, engine)
  const wrapped = Object.entries(composed).map(([name, methods]) => {
    const store = plain[name as keyof Stores] as unknown as AnyStore
    const own = methods.map((method) => [
      method,
      (...args: unknown[]) =>
        db.transaction().execute(async (tx) => {
          const inside = storesOn(tx, engine)[name as keyof Stores] as unknown as AnyStore
          return inside[method]?.(...args)
        }),
    ])
    return [name, { ...store, ...Object.fromEntries(own) }]
  })
  return { ...plain, ...Object.fromEntries(wrapped) }
}

/** The stores on a database, and transactions over them. */
export function storageOn(db: Db, engine: BackupEngine): Storage {
  return {
    ...atomic(db, engine),
    transaction: (work) =>
      db.transaction().execute((tx) => {
        const inside: Storage = {
          ...storesOn(tx, engine),
          transaction: (inner) => inner(inside),
          close: async () => {},
        }
        return work(inside)
      }),
    close: () => db.destroy(),
  }
}
