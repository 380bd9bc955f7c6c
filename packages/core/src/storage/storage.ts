import type { PeopleStore } from './accounts.js'
import type { ArticleStore, TopicStore } from './articles.js'
import type { BackupStore } from './backup.js'
import type { ApiKeyStore, BanStore, CustomFieldStore, CustomResponseStore, TagStore } from './catalogue.js'
import type { DepartmentStore } from './departments.js'
import type { FileNameStore } from './file-names.js'
import type { EventStore } from './helpdesk-events.js'
import type { KnownPlaceStore } from './known-places.js'
import type { RowLock } from './locks.js'
import type { LogStore } from './logs.js'
import type { MailLedgerStore } from './mail-ledger.js'
import type { MailOriginalStore } from './mail-originals.js'
import type { MailTemplateStore } from './mail-templates.js'
import type { OutboxStore } from './outbox.js'
import type { PendingAddressStore } from './pending-addresses.js'
import type { AttemptStore, PasswordTokenStore, RememberTokenStore, SessionStore } from './sessions.js'
import type { SettingStore } from './settings.js'
import type { StaffStore } from './staff.js'
import type { TicketStore } from './tickets.js'
import type { UserStore } from './users.js'

/**
 * Where a helpdesk keeps everything but files. A store for each aggregate, in the helpdesk's own words; each method
 * one round trip where it can be.
 *
 * One rule for e-mail addresses, wherever they are kept: A to Z become a to z when an address is written and when it is
 * looked for; then it is compared character by character. Accents, wide letters, blanks and invisible characters make
 * another address.
 *
 * Dates are kept to the minute (expiries to the second). Ids count up from 1 for each table, gaps allowed, and are
 * never used twice.
 *
 * Names are the same by one rule, `sameName`: without letter case, but with accents, emoji and blanks. So it is for
 * departments, tags, custom fields and API keys, which have unique names. A storage compares with the rule itself, not
 * as its database would, and forbids no two names by an index that the rule tells apart: rows of another storage, also
 * those that the rule holds for the same, are restored as they are.
 * Texts are searched by one rule, too: `foldedText`.
 * Prove your own storage with `testStorage()` from `@opensupports/core/testing`.
 */
export interface Storage {
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
  readonly mailTemplates: MailTemplateStore
  readonly events: EventStore
  readonly outbox: OutboxStore
  readonly mailLedger: MailLedgerStore
  readonly mailOriginals: MailOriginalStore
  readonly backup: BackupStore
  /**
   * Runs `work` atomically on the storage that it is given: all of its writes take effect, or none when it throws.
   * No mail, hashing, file or network I/O inside: they happen before or after. Transactions do not nest: called on
   * the storage of a transaction, it joins it.
   *
   * `work` may run twice: after a deadlock the database rolls everything back, and it starts again. What it does
   * besides its writes must bear that.
   *
   * Transactions see what others have committed, also while they run (READ COMMITTED). What a transaction decides on
   * must be locked (see `lock`), and read after that.
   */
  transaction<T>(work: (storage: Storage) => Promise<T>): Promise<T>
  /**
   * Locks rows until the transaction ends; waits for others who have locked them. Takes them in one order, whatever the
   * order here: first names as in `lockNames`, then tables as in `lockableTables`, each by id. Of two modes for one row
   * the stronger counts. Rows that are gone are not locked: read them afterwards. Does nothing on storages with one
   * writer at a time, such as memory and SQLite.
   *
   * @throws Error outside a transaction
   */
  lock(locks: readonly RowLock[]): Promise<void>
  /** Lets go of connections and files. */
  close(): Promise<void>
}
