import type {
  AccountRef,
  StoredApiKey,
  StoredCustomField,
  StoredCustomResponse,
  StoredEvent,
  StoredLog,
  StoredMail,
  StoredPasswordToken,
  StoredRememberToken,
  StoredSession,
  StoredStaff,
  StoredTicket,
  StoredUser,
} from '../index.js'
import { Table, type UndoLog } from './table.js'

interface WithId {
  readonly id: number
}

export type TicketRow = Omit<StoredTicket, 'department' | 'author' | 'owner'> & {
  readonly departmentId: number | null
  readonly author: AccountRef | null
  readonly ownerId: number | null
}
export type EventRow = Omit<StoredEvent, 'author'> & {
  readonly ticketId: number
  readonly author: AccountRef | null
}
export type MailRow = StoredMail & { readonly dueAt: Date | null; readonly cause: string | null }

/** Everything that is kept, as a database would: rows that point to each other by id. */
export function makeTables(undo: UndoLog) {
  const table = <R extends WithId>() => new Table<R>(undo)
  return {
    settings: table<WithId & { name: string; value: string | null }>(),
    languages: table<WithId & { code: string; allowed: boolean; supported: boolean }>(),
    departments: table<WithId & { name: string; private: boolean }>(),
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
    /** Tickets that a staff member owns or has written. */
    staffTickets: table<WithId & { staffId: number; ticketId: number }>(),
    tags: table<WithId & { name: string; color: string }>(),
    ticketTags: table<WithId & { ticketId: number; tagId: number }>(),
    customResponses: table<StoredCustomResponse>(),
    apiKeys: table<StoredApiKey>(),
    bans: table<WithId & { email: string }>(),
    logs: table<StoredLog>(),
    sessions: table<WithId & StoredSession>(),
    rememberTokens: table<StoredRememberToken>(),
    passwordTokens: table<StoredPasswordToken>(),
    attempts: table<WithId & { key: string; count: number; until: Date }>(),
    outbox: table<MailRow>(),
    sequence: table<WithId & { last: number }>(),
  }
}

export type Tables = ReturnType<typeof makeTables>

/** A store whose methods answer at once: nothing can come between the steps of one. */
export type Sync<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}

export const isSameAccount = (one: AccountRef | null, other: AccountRef) =>
  one !== null && one.kind === other.kind && one.id === other.id
