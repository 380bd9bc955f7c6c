import type { AccessTokenStore } from './access-tokens.js'
import type { PeopleStore } from './accounts.js'
import type { ArticleStore, TopicStore } from './articles.js'
import type { BackupStore } from './backup.js'
import type { ApiKeyStore, BanStore, CustomFieldStore, CustomResponseStore, TagStore } from './catalogue.js'
import type { ConnectionUse } from './connection-use.js'
import type { CsvImportStore } from './csv-imports.js'
import type { DepartmentStore } from './departments.js'
import type { FileNameStore } from './file-names.js'
import type { EventStore } from './helpdesk-events.js'
import type { IdentityStore } from './identities.js'
import type { JournalStore } from './journal.js'
import type { KeptAnswerStore } from './kept-answers.js'
import type { KnownPlaceStore } from './known-places.js'
import type { RowLock } from './locks.js'
import type { LogStore } from './logs.js'
import type { MailLedgerStore } from './mail-ledger.js'
import type { MailOriginalStore } from './mail-originals.js'
import type { MailTemplateStore } from './mail-templates.js'
import type { OutboxStore } from './outbox.js'
import type { PendingAddressStore } from './pending-addresses.js'
import type { RowStore } from './rows.js'
import type { AttemptStore, PasswordTokenStore, RememberTokenStore, SessionStore } from './sessions.js'
import type { SettingStore } from './settings.js'
import type { StaffStore } from './staff.js'
import type { TicketStore } from './tickets.js'
import type { UserStore } from './users.js'
import type { ViewerStore } from './viewers.js'
import type { WebhookStore } from './webhooks.js'

/** What a storage hands to the host, so that it writes its own rows in a transaction of the helpdesk. */
export interface HostTransaction<Connection = unknown> {
  /** Returns the driver's own connection, on which the transaction is open. Do not end the transaction on it. */
  connection(): Promise<Connection>
}

/** The connection that `within` takes: that which `transaction` hands out. */
export type HostConnection<Trx> = Trx extends HostTransaction<infer Connection> ? Connection : unknown

/**
 * The storage of everything but files. It has a store for each aggregate; each method takes one round trip where
 * possible.
 *
 * E-mail addresses follow one rule everywhere: A to Z are lowered to a to z when an address is written and when it is
 * looked up. Then addresses are compared character by character: accents, wide letters, blanks and invisible characters
 * make a different address.
 *
 * Dates have minute precision (expiries: seconds). The ids of each table count up from 1, may have gaps, and are never
 * reused.
 *
 * `sameName` is the one rule for comparing names: it ignores letter case, but not accents, emoji or blanks.
 * Departments, tags, custom fields and API keys have unique names by this rule. A storage must apply the rule itself,
 * not its database's collation, and must not have a unique index that rejects names the rule tells apart. A restored
 * backup keeps its rows even if the rule holds their names equal.
 *
 * `foldedText` is the one rule for searching texts.
 *
 * A storage whose database cannot serve a call now throws `databaseFault(code, cause)`. It should not let calls wait
 * long, and lets those whose `waitingSignal()` aborts end with INTERRUPTED.
 *
 * `Trx` is the type of `trx`, with which the host writes its own rows.
 *
 * Test your own storage with `testStorage()` from `@opensupports/core/testing`.
 */
export interface Storage<Trx = unknown> {
  readonly settings: SettingStore
  readonly departments: DepartmentStore
  readonly staff: StaffStore
  readonly users: UserStore
  readonly people: PeopleStore
  readonly tickets: TicketStore
  readonly tags: TagStore
  readonly customResponses: CustomResponseStore
  readonly customFields: CustomFieldStore
  readonly apiKeys: ApiKeyStore
  readonly bans: BanStore
  readonly fileNames: FileNameStore
  readonly topics: TopicStore
  readonly articles: ArticleStore
  readonly logs: LogStore
  readonly sessions: SessionStore
  readonly rememberTokens: RememberTokenStore
  readonly passwordTokens: PasswordTokenStore
  readonly pendingAddresses: PendingAddressStore
  readonly attempts: AttemptStore
  readonly knownPlaces: KnownPlaceStore
  readonly identities: IdentityStore
  readonly accessTokens: AccessTokenStore
  readonly keptAnswers: KeptAnswerStore
  readonly viewers: ViewerStore
  readonly mailTemplates: MailTemplateStore
  readonly events: EventStore
  readonly outbox: OutboxStore
  readonly journal: JournalStore
  readonly webhooks: WebhookStore
  readonly mailLedger: MailLedgerStore
  readonly mailOriginals: MailOriginalStore
  readonly csvImports: CsvImportStore
  readonly rows: RowStore
  readonly backup: BackupStore
  /**
   * Runs `work` atomically on the storage that it receives: all of its writes take effect, or none if it throws. Do no
   * mail, hashing, file or network I/O inside: do it before or after. Called on the storage of a transaction, `work` is
   * a part of it: if `work` throws, what it wrote is rolled back, and the transaction can go on.
   *
   * `work` may run twice, since a deadlock rolls everything back and the transaction is retried. Its effects outside
   * the storage must be idempotent.
   *
   * Transactions see what others have committed in the meantime (READ COMMITTED). Lock the rows that a decision depends
   * on (see `lock`), then read them.
   */
  transaction<T>(work: (storage: Storage<Trx>) => Promise<T>): Promise<T>
  /** With what the host writes its own rows. Only the storage of a transaction has it, and not every kind of storage. */
  readonly trx?: Trx
  /**
   * Runs `work` as a part of a transaction that the host has begun on its own connection: if `work` throws, what it
   * wrote is rolled back, and the host's transaction stays open. Runs it once. Absent where hosts have no connection.
   *
   * @throws NO_TRANSACTION when no transaction is open; WRONG_ISOLATION when it is not READ COMMITTED
   */
  within?<T>(connection: HostConnection<Trx>, work: (storage: Storage<Trx>) => Promise<T>): Promise<T>
  /**
   * Locks rows until the transaction ends; waits while another transaction holds them. Locks are taken in a fixed
   * order, whatever the order of the argument: first names as in `lockNames`, then tables as in `lockableTables`, each
   * by id. Of two modes for one row, the stronger applies. Missing rows are not locked, so read them afterwards. Does
   * nothing on storages with a single writer, such as memory and SQLite.
   *
   * @throws Error outside a transaction
   */
  lock(locks: readonly RowLock[]): Promise<void>
  /**
   * Returns a number that every commit changes, also one by another process; undefined if it cannot be read now. Meant for
   * storages with a single writer: if the number in a transaction is that from before the caller's first read, all that the
   * caller has read is current until the transaction writes. Absent elsewhere.
   */
  version?(): number | undefined
  /** Returns how many connections are in use now. Absent for databases without a pool. */
  connectionUse?(): ConnectionUse
  /** Closes connections and files. */
  close(): Promise<void>
}
