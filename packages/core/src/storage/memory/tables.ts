import type {
  AccountRef,
  CsvBatch,
  FileName,
  KeptAnswer,
  KnownPlace,
  LedgerEntry,
  NewHelpdeskEvent,
  StoredAccessToken,
  StoredApiKey,
  StoredArticle,
  StoredCsvImport,
  StoredCustomField,
  StoredCustomResponse,
  StoredEvent,
  StoredIdentity,
  StoredLog,
  StoredMail,
  StoredMailTemplate,
  StoredOriginal,
  StoredPasswordToken,
  StoredPendingAddress,
  StoredRememberToken,
  StoredSession,
  StoredStaff,
  StoredTicket,
  StoredTopic,
  StoredUser,
  StoredWebhook,
  StoredWebhookDelivery,
  Viewer,
} from '../index.js'
import { Table, type UndoLog } from './table.js'
import { address } from './text.js'

interface WithId {
  readonly id: number
}

/** A department. `movedTo` names the one that gets its tickets while it is being deleted. */
export type DepartmentRow = WithId & {
  readonly name: string
  readonly private: boolean
  readonly movedTo: number | null
}

export type TicketRow = Omit<StoredTicket, 'department' | 'author' | 'owner' | 'fileName'> & {
  readonly departmentId: number | null
  readonly author: AccountRef | null
  readonly ownerId: number | null
}
export type EventRow = Omit<StoredEvent, 'author' | 'fileName'> & {
  readonly ticketId: number
  readonly author: AccountRef | null
}
export type MailRow = StoredMail & { readonly dueAt: Date | null; readonly cause: string | null }

/** A mail, or a piece of one. */
export type OriginalRow = StoredOriginal & {
  readonly id: number
  readonly piece: number
  /** Base64; null if the file store has the bytes. */
  readonly content: string | null
}

/** All data as a database would keep it: rows that reference each other by id. */
export function makeTables(undo: UndoLog) {
  const table = <R extends WithId>() => new Table<R>(undo)
  const tables = {
    settings: table<WithId & { name: string; value: string | null }>(),
    languages: table<WithId & { code: string; allowed: boolean; supported: boolean }>(),
    departments: table<DepartmentRow>(),
    memberships: table<WithId & { departmentId: number; staffId: number }>(),
    staff: table<StoredStaff>(),
    users: table<StoredUser>(),
    supervised: table<WithId & { supervisorId: number; userId: number }>(),
    customFields: table<Omit<StoredCustomField, 'options'>>(),
    customFieldOptions: table<WithId & { fieldId: number; name: string }>(),
    customFieldValues: table<
      WithId & { userId: number; fieldId: number; value: string; optionId: number | null }
    >(),
    tickets: table<TicketRow>(),
    events: table<EventRow>(),
    tags: table<WithId & { name: string; color: string }>(),
    ticketTags: table<WithId & { ticketId: number; tagId: number }>(),
    customResponses: table<StoredCustomResponse>(),
    apiKeys: table<StoredApiKey>(),
    topics: table<StoredTopic>(),
    articles: table<StoredArticle>(),
    bans: table<WithId & { email: string }>(),
    fileNames: table<WithId & FileName>(),
    logs: table<StoredLog>(),
    sessions: table<WithId & StoredSession>(),
    rememberTokens: table<StoredRememberToken>(),
    passwordTokens: table<StoredPasswordToken>(),
    pendingAddresses: table<StoredPendingAddress>(),
    knownPlaces: table<WithId & KnownPlace>(),
    identities: table<WithId & StoredIdentity>(),
    accessTokens: table<StoredAccessToken>(),
    keptAnswers: table<WithId & KeptAnswer>(),
    viewers: table<WithId & Viewer>(),
    attempts: table<WithId & { key: string; count: number; until: Date }>(),
    mailTemplates: table<WithId & StoredMailTemplate>(),
    helpdeskEvents: table<WithId & NewHelpdeskEvent & { position: number | null }>(),
    csvImports: table<StoredCsvImport>(),
    csvBatches: table<CsvBatch & { importId: number }>(),
    outbox: table<MailRow>(),
    webhooks: table<StoredWebhook>(),
    webhookDeliveries: table<StoredWebhookDelivery>(),
    mailLedger: table<WithId & LedgerEntry>(),
    mailOriginals: table<OriginalRow>(),
    sequence: table<WithId & { last: number }>(),
  }
  /** Indexes for lookups that are too frequent for a scan. */
  const by = {
    userEmail: tables.users.index(({ email }) => address(email)),
    staffEmail: tables.staff.index(({ email }) => address(email)),
    membershipStaff: tables.memberships.index(({ staffId }) => staffId),
    membershipDepartment: tables.memberships.index(({ departmentId }) => departmentId),
    supervisor: tables.supervised.index(({ supervisorId }) => supervisorId),
    valueUser: tables.customFieldValues.index(({ userId }) => userId),
    optionField: tables.customFieldOptions.index(({ fieldId }) => fieldId),
    ticketNumber: tables.tickets.index(({ ticketNumber }) => ticketNumber),
    ticketOwner: tables.tickets.index(({ ownerId }) => ownerId),
    eventTicket: tables.events.index(({ ticketId }) => ticketId),
    tagTicket: tables.ticketTags.index(({ ticketId }) => ticketId),
    articleTopic: tables.articles.index(({ topicId }) => topicId),
    banEmail: tables.bans.index(({ email }) => address(email)),
    sessionHash: tables.sessions.index(({ tokenHash }) => tokenHash),
    rememberHash: tables.rememberTokens.index(({ tokenHash }) => tokenHash),
    passwordHash: tables.passwordTokens.index(({ tokenHash }) => tokenHash),
    passwordEmail: tables.passwordTokens.index(({ email }) => address(email)),
    fileName: tables.fileNames.index(({ stored }) => stored),
    pendingEmail: tables.pendingAddresses.index(({ email }) => email),
    placeHash: tables.knownPlaces.index(({ placeHash }) => placeHash),
    identityHash: tables.identities.index(({ identityHash }) => identityHash),
    identityAccount: tables.identities.index(({ account }) => account.id),
    accessTokenHash: tables.accessTokens.index(({ tokenHash }) => tokenHash),
    answerKey: tables.keptAnswers.index(({ keyHash }) => keyHash),
    viewedTicket: tables.viewers.index(({ ticketId }) => ticketId),
    attemptKey: tables.attempts.index(({ key }) => key),
    deliveryWebhook: tables.webhookDeliveries.index(({ webhookId }) => webhookId),
    ledgerPlace: tables.mailLedger.index(({ mailbox, uidValidity }) => `${uidValidity} ${mailbox}`),
    ledgerHash: tables.mailLedger.index(({ contentHash }) => contentHash),
    ledgerSent: tables.mailLedger.index(({ sentHash }) => sentHash),
    ledgerMessage: tables.mailLedger.index(({ messageId }) => messageId),
    ledgerTicket: tables.mailLedger.index(({ ticketNumber }) => ticketNumber),
    originalTicket: tables.mailOriginals.index(({ ticketId }) => ticketId),
    settingName: tables.settings.index(({ name }) => name),
  }
  return { ...tables, by }
}

export type Tables = ReturnType<typeof makeTables>

/** A store with synchronous methods, so that no other call can interleave. */
export type Sync<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}

export const isSameAccount = (one: AccountRef | null, other: AccountRef) =>
  one !== null && one.kind === other.kind && one.id === other.id
