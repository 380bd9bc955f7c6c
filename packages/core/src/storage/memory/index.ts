import { refuseLock, type Storage } from '../index.js'
import { accessTokenStore } from './access-tokens.js'
import { peopleStore } from './accounts.js'
import { articleStore, topicStore } from './articles.js'
import { backupStore } from './backup.js'
import { apiKeyStore, banStore, customFieldStore, customResponseStore, tagStore } from './catalogue.js'
import { csvImportStore } from './csv-imports.js'
import { departmentStore } from './departments.js'
import { eventStore } from './events.js'
import { fileNameStore } from './file-names.js'
import { identityStore } from './identities.js'
import { journalStore, logStore, mailLedgerStore, outboxStore } from './journals.js'
import { keptAnswerStore } from './kept-answers.js'
import { knownPlaceStore } from './known-places.js'
import { mailOriginalStore } from './mail-originals.js'
import { pendingAddressStore } from './pending-addresses.js'
import { rowStore } from './rows.js'
import { attemptStore, passwordTokenStore, rememberTokenStore, sessionStore } from './sessions.js'
import { mailTemplateStore, settingStore } from './settings.js'
import { staffStore } from './staff.js'
import type { UndoLog } from './table.js'
import { makeTables } from './tables.js'
import { ticketStore } from './tickets.js'
import { Turns } from './turns.js'
import { userStore } from './users.js'
import { viewerStore } from './viewers.js'
import { webhookStore } from './webhooks.js'

type Stores = Omit<Storage, 'transaction' | 'within' | 'trx' | 'lock' | 'connectionUse' | 'close' | 'backup'>

/** Creates a storage in memory, for tests, demos and short-lived helpdesks. All data is lost when the process ends. */
export function memoryStorage(): Storage<undefined> {
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
    fileNames: fileNameStore(tables),
    topics: topicStore(tables),
    articles: articleStore(tables),
    logs: logStore(tables),
    sessions: sessionStore(tables),
    rememberTokens: rememberTokenStore(tables),
    passwordTokens: passwordTokenStore(tables),
    pendingAddresses: pendingAddressStore(tables),
    attempts: attemptStore(tables),
    knownPlaces: knownPlaceStore(tables),
    identities: identityStore(tables),
    accessTokens: accessTokenStore(tables),
    keptAnswers: keptAnswerStore(tables),
    viewers: viewerStore(tables),
    mailTemplates: mailTemplateStore(tables),
    csvImports: csvImportStore(tables),
    events: eventStore(tables),
    outbox: outboxStore(tables),
    journal: journalStore(tables),
    webhooks: webhookStore(tables),
    mailLedger: mailLedgerStore(tables),
    mailOriginals: mailOriginalStore(tables),
    rows: rowStore(tables),
  }
  const turns = new Turns()
  let isOpen = false
  const run = <T>(call: () => T): T => {
    if (!isOpen) throw new Error('The transaction has ended already')
    return call()
  }
  // Transactions run one at a time, so all of them get the same wrapped stores.
  const inside: Storage<undefined> = {
    ...asynchronous(stores, run),
    backup: backupStore(tables, async (call) => run(call)),
    transaction: async (part) => {
      const before = undo.entries?.length
      try {
        return await part(inside)
      } catch (error) {
        takeBack(undo.entries?.splice(before ?? 0))
        throw error
      }
    },
    // A transaction runs alone here, so there is nothing to lock.
    lock: async () => run(() => {}),
    close: async () => {},
  }

  const transaction = async <T>(work: (storage: Storage<undefined>) => Promise<T>): Promise<T> => {
    isOpen = true
    undo.entries = []
    try {
      return await work(inside)
    } catch (error) {
      takeBack(undo.entries)
      throw error
    } finally {
      isOpen = false
      undo.entries = undefined
    }
  }

  return {
    // Calls outside wait until no transaction runs, so that none reads or writes between its steps.
    ...asynchronous(stores, (call) => (turns.free ? call() : turns.take(call))),
    backup: backupStore(tables, (call) => turns.take(() => transaction(async () => call()))),
    transaction: (work) => turns.take(() => transaction(work)),
    lock: async () => refuseLock(),
    close: async () => {},
  }
}

/** Takes changes back, the last one first. */
function takeBack(changes: (() => void)[] = []): void {
  for (const change of changes.reverse()) change()
}

/** Wraps the stores in promises; `run` makes each call. */
function asynchronous(stores: object, run: (call: () => unknown) => unknown): Stores {
  const wrap = (store: object) =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        async (...args: unknown[]) => run(() => method(...args)),
      ]),
    )
  return Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [name, wrap(store)]),
  ) as unknown as Stores
}
