import type { CustomFieldValue, TicketEventType } from '../model/index.js'
import type { AccountRef, Person } from './accounts.js'
import type { Statistics, StatisticsFilter } from './statistics.js'

/** The head of a ticket, with the ids of its accounts and its department. */
export interface StoredTicket {
  readonly id: number
  /** Unique. */
  readonly ticketNumber: number
  readonly title: string
  readonly content: string
  readonly language: string
  readonly file: string | null
  /** The original name of the file; null if unknown. */
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
  /** As sent when the ticket was opened. */
  readonly authorName: string | null
  /** As sent when the ticket was opened: the address that may check the ticket. */
  readonly authorEmail: string | null
  /** Whether the author's address is still unproved. */
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
  /** The original name of the file; null if unknown. */
  readonly fileName: string | null
  /** Null unless the event is a comment. */
  readonly private: boolean | null
  readonly edited: boolean
}

/** A ticket with everything that readers see. */
export interface TicketDetails extends StoredTicket {
  /** Names, in the order in which they were added. */
  readonly tags: readonly string[]
  /** Oldest first; empty in lists that request heads only. */
  readonly events: readonly StoredEvent[]
  readonly authorCustomFields: readonly CustomFieldValue[]
}

/** A ticket in a list. */
export interface TicketInList extends TicketDetails {
  /** Its comments; none unless the list asks for them. */
  readonly comments: { readonly count: number; readonly last: StoredEvent | null }
}

/** A page of a ticket's history: the newest events, or those before one. */
export interface EventPage {
  /** Only events whose ids are below. */
  readonly before?: number | undefined
  readonly limit: number
  /** Whether to include private comments. */
  readonly private: boolean
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
  /** Whether the author's address is unproved. */
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

/** Which tickets a list may show: those in any of the scopes. */
export interface TicketScope {
  readonly departments?: readonly number[]
  readonly writtenByStaff?: number
}

/** Tickets must match all conditions. An absent condition matches all; an empty list matches none. */
export interface TicketFilter {
  readonly anyOf?: readonly TicketScope[]
  readonly departments?: readonly number[]
  /** In none of these departments. */
  readonly outside?: readonly number[]
  /** Owned or written by this staff member. */
  readonly linkedToStaff?: number
  readonly authors?: readonly AccountRef[]
  readonly owners?: readonly number[]
  readonly assigned?: boolean
  readonly closed?: boolean
  readonly unreadStaff?: boolean
  readonly unproved?: boolean
  /** Has one of these ticket numbers. */
  readonly numbers?: readonly number[]
  /** Carries at least one of them. */
  readonly tags?: readonly number[]
  /** Both ends included. */
  readonly dateRange?: { readonly from: Date; readonly to: Date }
  /** Contains the text literally, by `foldedText`. */
  readonly titleContains?: string
  /** Contains the text literally, by `foldedText`: in number, title, content, or the content of a comment. */
  readonly text?: string
}

/**
 * The sort keys of a list, first key first; ties are broken by ascending id. `titlePrefix`: titles that start with
 * `titleContains` first. `rank`: by where `text` was found: number, start of the title, title, content, comment.
 * `owner`: by owner id, tickets without one lowest.
 */
export interface TicketOrder {
  readonly by: 'id' | 'date' | 'closed' | 'unreadStaff' | 'owner' | 'titlePrefix' | 'rank'
  readonly desc?: boolean
}

export interface TicketQuery {
  readonly filter: TicketFilter
  readonly order: readonly TicketOrder[]
  /** Whether to include the events. */
  readonly events: boolean
  /** Which comments to count. Default: none. */
  readonly comments?: 'public' | 'all'
  readonly offset: number
  readonly limit: number
  /** Only tickets behind this place. */
  readonly after?: TicketPlace | undefined
}

/**
 * The place of a ticket in a list: its values of the keys of `decidingOrder`, in their order. Truth values are 0 and 1,
 * dates are milliseconds, and no owner is null. Lists by `rank` or `titlePrefix` have no places.
 */
export type TicketPlace = readonly (number | null)[]

/** A page of a list. */
export interface TicketsFound {
  readonly tickets: TicketInList[]
  /** The number of matches, or of those that were counted. */
  readonly total: number
  readonly totalIsExact: boolean
  /** Whether tickets follow those of this page. */
  readonly hasMore: boolean
}

/** An event with its ticket. */
export interface EventOfTicket extends StoredEvent {
  readonly ticketId: number
  readonly ticketNumber: number
  readonly ticketAuthor: Person | null
  readonly ticketAuthorName: string | null
}

/** An event in the list of a staff member's last events. */
export interface LinkedEvent extends Pick<StoredEvent, 'id' | 'type' | 'edited'> {
  readonly ticketId: number
  readonly ticketNumber: number
  /** Null when the account is gone. */
  readonly author: AccountRef | null
  /** The name of the ticket's author where the account is gone. */
  readonly authorName: string | null
  readonly authorCustomFields: readonly CustomFieldValue[]
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
   * Returns the next position in the sequence of ticket numbers: 0, then 2, 3, 4 … It never returns a position twice,
   * even after deletions. A busy process takes several at once, and loses those that are left when it ends.
   */
  nextSequence(): Promise<number>
  /** Returns whether a ticket has the number. */
  hasNumber(ticketNumber: number): Promise<boolean>
  /**
   * Inserts a ticket with its link to the author, unread for staff. Returns the new id, or undefined when the number is
   * taken.
   */
  insert(ticket: NewTicket): Promise<number | undefined>
  byNumber(ticketNumber: number): Promise<StoredTicket | undefined>
  /** Returns the ticket with department, author, owner, tags and events, in at most four statements. */
  detailsByNumber(ticketNumber: number): Promise<TicketDetails | undefined>
  /** Returns the ticket with tags and a page of its events, in at most three statements. */
  detailsOf(ticket: StoredTicket, page: EventPage): Promise<{ details: TicketDetails; hasEarlier: boolean }>
  /**
   * Returns a page and the total number of matches, in at most ten statements. Storages may stop counting at 10,000,
   * and may search only the newest 2,000 matches of `text` in each of number, title, content and comments.
   */
  list(query: TicketQuery): Promise<TicketsFound>
  /** Returns false when the ticket is gone. */
  update(id: number, patch: TicketPatch): Promise<boolean>
  /** Assigns the ticket to a staff member, and updates the counter. Returns false when it has an owner or is gone. */
  assign(id: number, ownerId: number, patch: { unread: boolean }): Promise<boolean>
  /**
   * Removes this owner from the ticket. Returns false when it has another owner by now. The link stays if the owner
   * wrote the ticket.
   */
  unAssign(id: number, ownerId: number, patch: { unread: boolean }): Promise<boolean>
  /**
   * Removes the owner from their tickets outside these departments, without events or unread flags. Links stay for
   * tickets that the owner wrote.
   */
  releaseOutside(ownerId: number, departmentIds: readonly number[]): Promise<void>
  /** Returns the numbers of the tickets that the staff member owns outside these departments, by id. */
  ownedOutside(ownerId: number, departmentIds: readonly number[]): Promise<number[]>
  /** Locks the first tickets of a department by id, at most `limit`, and returns their ids. */
  firstIn(departmentId: number, limit: number): Promise<number[]>
  /** Moves these tickets to a department, in a fixed number of statements, and changes nothing else of them. */
  moveThese(ids: readonly number[], departmentId: number): Promise<void>
  /**
   * Removes the owners who do not serve a department from these tickets, in a fixed number of statements. Each ticket
   * gets an event UN_ASSIGN of `date` in the owner's name, and becomes unread for its author. Links stay for tickets that
   * the owner wrote.
   *
   * @returns the tickets that had such an owner, by id
   */
  releaseThese(ids: readonly number[], departmentId: number, date: Date): Promise<OwnedTicket[]>
  /**
   * Removes the ticket with events and links. Returns false when it is gone, or, with `unowned`, when it has an owner.
   */
  remove(id: number, condition?: { unowned: boolean }): Promise<boolean>
  /** Returns where these tickets mention their stored files, as `mentionsAfter` does, by id. */
  mentionsOf(ids: readonly number[]): Promise<TicketMentions[]>
  /** Removes these tickets as `remove` does, in a fixed number of statements. Ignores those that are gone. */
  removeThese(ids: readonly number[]): Promise<void>
  /**
   * Returns the contents and attachments of the ticket and its events, and the files of their original mails. `private`
   * marks what only staff may see: private comments, and those mails.
   */
  contentsAndFiles(id: number): Promise<{ content: string | null; file: string | null; private: boolean }[]>
  /** Removes all tickets, with events, links and ticket sessions. Positions in the number sequence are not reused. */
  removeAll(): Promise<void>
  /**
   * Returns a page of all tickets: the first `limit` with ids above `id`. Each has the contents and files of the
   * ticket, its events and its mails that mention a stored file of the ticket, whose name has `t<number>_` in it.
   */
  mentionsAfter(id: number, limit: number): Promise<TicketMentions[]>

  /** Returns the new id, or undefined when the ticket is gone. */
  addEvent(ticketId: number, event: NewEvent): Promise<number | undefined>
  eventById(id: number): Promise<EventOfTicket | undefined>
  /** Returns the newest comment; with `includePrivate`, private ones count too. */
  lastComment(ticketId: number, options: { includePrivate: boolean }): Promise<StoredEvent | undefined>
  /** Replaces the content and marks it as edited. */
  editEvent(id: number, content: string): Promise<boolean>
  /** Returns events of tickets linked to the staff member, newest first. */
  eventsLinkedToStaff(staffId: number, page: { offset: number; limit: number }): Promise<LinkedEvent[]>

  /** Computes the figures inside the storage, in a bounded number of statements. */
  statistics(filter: StatisticsFilter): Promise<Statistics>
  /**
   * Keeps figures of days whose tickets have changed, so that `statistics` need not count them. May do the same for the
   * numbers of tickets that staff own. Changes no answer.
   *
   * @returns whether more is waiting
   */
  refreshStatistics(): Promise<boolean>

  /** Returns false when the ticket carries the tag already. */
  addTag(ticketId: number, tagId: number): Promise<boolean>
  /** Returns false when the ticket does not carry the tag. */
  removeTag(ticketId: number, tagId: number): Promise<boolean>
}
