import type { CustomFieldValue, TicketEventType } from '../model/index.js'
import type { AccountRef, Person } from './accounts.js'
import type { Statistics, StatisticsFilter } from './statistics.js'

/** The head of a ticket, with the accounts and the department that it points to. */
export interface StoredTicket {
  readonly id: number
  /** Unique. */
  readonly ticketNumber: number
  readonly title: string
  readonly content: string
  readonly language: string
  readonly file: string | null
  /** What its sender called it; null where that is not known. */
  readonly fileName: string | null
  readonly date: Date
  readonly closed: boolean
  readonly unread: boolean
  readonly unreadStaff: boolean
  readonly editedContent: boolean
  readonly editedTitle: boolean
  readonly reopened: boolean
  readonly firstClosedAt: Date | null
  readonly lastClosedAt: Date | null
  readonly totalDepartments: number
  readonly totalOwners: number
  /** Null when the department is gone. */
  readonly department: { id: number; name: string; private: boolean } | null
  /** Null when the account is gone. */
  readonly author: Person | null
  /** As sent at creation. */
  readonly authorName: string | null
  /** As sent at creation: the address that may check the ticket. */
  readonly authorEmail: string | null
  /** Whether nobody has proved yet that the author's address is the sender's. */
  readonly unproved: boolean
  readonly owner: Person | null
}

export interface StoredEvent {
  readonly id: number
  readonly type: TicketEventType
  readonly content: string | null
  /** Null when the account is gone. */
  readonly author: Person | null
  readonly date: Date
  readonly file: string | null
  /** What its sender called it; null where that is not known. */
  readonly fileName: string | null
  /** Null unless the event is a comment. */
  readonly private: boolean | null
  readonly edited: boolean
}

/** A ticket with all that a reader sees. */
export interface TicketDetails extends StoredTicket {
  /** Names, in the order in which they were put on. */
  readonly tags: readonly string[]
  /** Oldest first; empty where a list asked for heads only. */
  readonly events: readonly StoredEvent[]
  readonly authorCustomFields: readonly CustomFieldValue[]
}

export interface NewTicket {
  readonly ticketNumber: number
  readonly title: string
  readonly content: string
  readonly language: string
  readonly departmentId: number
  readonly author: AccountRef
  readonly authorName: string | null
  readonly authorEmail: string | null
  /** Whether nobody vouches for it that the author's address is the sender's. */
  readonly unproved: boolean
  readonly file: string | null
  readonly date: Date
}

export type TicketPatch = Partial<
  Pick<
    StoredTicket,
    | 'title'
    | 'content'
    | 'closed'
    | 'unread'
    | 'unreadStaff'
    | 'editedContent'
    | 'editedTitle'
    | 'reopened'
    | 'unproved'
    | 'firstClosedAt'
    | 'lastClosedAt'
    | 'totalDepartments'
  > & { departmentId: number }
>

export interface NewEvent {
  readonly type: TicketEventType
  readonly content: string | null
  readonly author: AccountRef
  readonly date: Date
  readonly file: string | null
  readonly private: boolean | null
}

/** Which tickets a list may show: one in any of the scopes is shown. */
export interface TicketScope {
  readonly departments?: readonly number[]
  readonly writtenByStaff?: number
}

/** All conditions hold together; what is absent asks nothing; an empty list matches nothing. */
export interface TicketFilter {
  readonly anyOf?: readonly TicketScope[]
  readonly departments?: readonly number[]
  /** In none of these departments. */
  readonly outside?: readonly number[]
  /** Owned by this staff member, or written by him. */
  readonly linkedToStaff?: number
  readonly authors?: readonly AccountRef[]
  readonly owners?: readonly number[]
  readonly assigned?: boolean
  readonly closed?: boolean
  readonly unreadStaff?: boolean
  readonly unproved?: boolean
  /** Carries at least one of them. */
  readonly tags?: readonly number[]
  /** Both ends included. */
  readonly dateRange?: { readonly from: Date; readonly to: Date }
  /** Literally, without case. */
  readonly titleContains?: string
  /** Literally, without case: in number, title, content, or the content of a comment. */
  readonly text?: string
}

/**
 * What a list is ordered by, first key first; ids break the ties that are left, ascending.
 * `titlePrefix`: titles that start with `titleContains` first. `rank`: by where `text` was found: number,
 * start of the title, title, content, comment. `owner`: by owner id, tickets without one lowest.
 */
export interface TicketOrder {
  readonly by: 'id' | 'date' | 'closed' | 'unreadStaff' | 'owner' | 'titlePrefix' | 'rank'
  readonly desc?: boolean
}

export interface TicketQuery {
  readonly filter: TicketFilter
  readonly order: readonly TicketOrder[]
  /** Whether the events come along. */
  readonly events: boolean
  readonly offset: number
  readonly limit: number
}

/** An event as the list of a staff member's last events shows it. */
export interface EventOfTicket extends StoredEvent {
  readonly ticketId: number
  readonly ticketNumber: number
  readonly ticketAuthor: Person | null
  readonly ticketAuthorName: string | null
}

/** Where a ticket mentions its stored files. */
export interface TicketMentions {
  readonly id: number
  readonly ticketNumber: number
  readonly contents: readonly { readonly content: string | null; readonly file: string | null }[]
}

/** A ticket with its owner. */
export interface OwnedTicket {
  readonly ticketNumber: number
  readonly ownerId: number
}

export interface TicketStore {
  /**
   * The next place in the sequence of ticket numbers: 0, then 2, 3, 4 …; never the same twice, also after deletions.
   */
  nextSequence(): Promise<number>
  /** With its link to the author, unread for staff. The new id, or undefined when the number is taken. */
  insert(ticket: NewTicket): Promise<number | undefined>
  byNumber(ticketNumber: number): Promise<StoredTicket | undefined>
  /** With department, author, owner, tags and events: at most four statements, whatever the number of events. */
  detailsByNumber(ticketNumber: number): Promise<TicketDetails | undefined>
  /**
   * Returns a page and the number of all that match, in at most seven statements. Storages may count no further than
   * 10,000, and may find no more than the newest 2,000 tickets of each place that `text` is looked for in.
   */
  list(query: TicketQuery): Promise<{ tickets: TicketDetails[]; total: number }>
  /** False when the ticket is gone. */
  update(id: number, patch: TicketPatch): Promise<boolean>
  /** Gives the ticket to a staff member, and counts it; false when it has an owner or is gone. */
  assign(id: number, ownerId: number, patch: { unread: boolean }): Promise<boolean>
  /** Takes the ticket from this owner; false when the owner is another one by now. The link stays with an author. */
  unAssign(id: number, ownerId: number, patch: { unread: boolean }): Promise<boolean>
  /** Takes from an owner every ticket outside these departments; links stay with an author. No events, no flags. */
  releaseOutside(ownerId: number, departmentIds: readonly number[]): Promise<void>
  /** The numbers of the tickets that somebody owns outside these departments, in the order of their ids. */
  ownedOutside(ownerId: number, departmentIds: readonly number[]): Promise<number[]>
  /** The tickets of a department that these staff members own, by id. */
  ownedIn(departmentId: number, ownerIds: readonly number[]): Promise<OwnedTicket[]>
  /**
   * Takes the tickets of a department from these owners, in a fixed number of statements: each gets an event UN_ASSIGN
   * of `date` in the owner's name, and is unread for its author. Links stay with an author.
   */
  releaseIn(departmentId: number, ownerIds: readonly number[], date: Date): Promise<void>
  /** With events and links. False when it is gone, or, where `unowned` asks it, when it has an owner. */
  remove(id: number, condition?: { unowned: boolean }): Promise<boolean>
  /** Removes these tickets as `remove` does, in a fixed number of statements. Those that are gone do not matter. */
  removeThese(ids: readonly number[]): Promise<void>
  /**
   * What the ticket and its events say and attach, and the files of the mails that they were made of. `private` tells
   * what only staff may see: private comments, and those mails.
   */
  contentsAndFiles(id: number): Promise<{ content: string | null; file: string | null; private: boolean }[]>
  /**
   * All of them, with events, links and the sessions of single tickets. Numbers in the sequence are not given again.
   */
  removeAll(): Promise<void>
  /**
   * A page of all tickets, by id: the first `limit` with ids above `id`. With each, the contents and files of it, its
   * events and its mails, but those that mention none of its stored files, whose names have `t<number>_` in them.
   */
  mentionsAfter(id: number, limit: number): Promise<TicketMentions[]>

  /** The new id, or undefined when the ticket is gone. */
  addEvent(ticketId: number, event: NewEvent): Promise<number | undefined>
  eventById(id: number): Promise<EventOfTicket | undefined>
  /** The newest comment, private ones included where asked. */
  lastComment(ticketId: number, options: { includePrivate: boolean }): Promise<StoredEvent | undefined>
  /** Replaces the content and marks it as edited. */
  editEvent(id: number, content: string): Promise<boolean>
  /** Events of tickets linked to the staff member, newest first. */
  eventsLinkedToStaff(staffId: number, page: { offset: number; limit: number }): Promise<EventOfTicket[]>

  /** Computed where the tickets are, in a fixed number of statements. */
  statistics(filter: StatisticsFilter): Promise<Statistics>

  /** False when the ticket carries the tag already. */
  addTag(ticketId: number, tagId: number): Promise<boolean>
  /** False when the ticket does not carry the tag. */
  removeTag(ticketId: number, tagId: number): Promise<boolean>
}
