import type { NewHelpdeskEvent } from './helpdesk-events.js'
import type { NewLog } from './logs.js'
import type { NewMail } from './outbox.js'

/** What a transaction leaves behind besides its changes. */
export interface JournalEntries {
  readonly logs: readonly NewLog[]
  readonly mails: readonly NewMail[]
  readonly events: readonly NewHelpdeskEvent[]
}

/** Adds to the log, the outbox and the events at once, with as few statements as the database allows. */
export interface JournalStore {
  add(entries: JournalEntries): Promise<void>
}
