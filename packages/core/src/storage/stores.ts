import type { Storage } from './storage.js'

/**
 * The stores that calls and transactions have. The settings store is named `settingStore`, since `settings` holds their
 * values.
 */
export interface Stores
  extends Omit<
    Storage,
    'settings' | 'journal' | 'backup' | 'transaction' | 'within' | 'trx' | 'connectionUse' | 'close'
  > {
  readonly settingStore: Storage['settings']
}

/** Returns the stores of a storage, one by one: each call needs them, and a rest pattern takes ten times as long. */
export const storesOf = (storage: Storage): Stores => ({
  settingStore: storage.settings,
  departments: storage.departments,
  staff: storage.staff,
  users: storage.users,
  people: storage.people,
  tickets: storage.tickets,
  tags: storage.tags,
  customResponses: storage.customResponses,
  customFields: storage.customFields,
  apiKeys: storage.apiKeys,
  bans: storage.bans,
  fileNames: storage.fileNames,
  topics: storage.topics,
  articles: storage.articles,
  logs: storage.logs,
  sessions: storage.sessions,
  rememberTokens: storage.rememberTokens,
  passwordTokens: storage.passwordTokens,
  pendingAddresses: storage.pendingAddresses,
  attempts: storage.attempts,
  knownPlaces: storage.knownPlaces,
  identities: storage.identities,
  accessTokens: storage.accessTokens,
  keptAnswers: storage.keptAnswers,
  viewers: storage.viewers,
  csvImports: storage.csvImports,
  mailTemplates: storage.mailTemplates,
  events: storage.events,
  outbox: storage.outbox,
  webhooks: storage.webhooks,
  mailLedger: storage.mailLedger,
  mailOriginals: storage.mailOriginals,
  rows: storage.rows,
  lock: (locks) => storage.lock(locks),
})
