import type { CustomFieldValue } from './custom-field.js'
import type { DepartmentName } from './department.js'

/** The author of a ticket. `id` is null if the account is deleted; name and e-mail are then those of the ticket. */
export interface TicketAuthor {
  readonly id: number | null
  readonly name: string | null
  readonly staff: boolean
  /** The stored name of the picture; null for users. */
  readonly profilePic?: string | null | undefined
  readonly email: string | null
  /** Empty for staff; absent when the account is gone. */
  readonly customfields?: CustomFieldValue[] | undefined
}

/** The staff member who owns a ticket. */
export interface TicketOwner {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
}

/** The author of an event. */
export interface EventAuthor {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
  readonly staff: boolean
}

/** The types of events in a ticket's history. */
export type TicketEventType = 'COMMENT' | 'ASSIGN' | 'UN_ASSIGN' | 'CLOSE' | 'RE_OPEN' | 'DEPARTMENT_CHANGED'

/** One entry of a ticket's history, oldest first. */
export interface TicketEvent {
  readonly type: TicketEventType
  /**
   * COMMENT: clean HTML. ASSIGN, UN_ASSIGN: the owner's name. DEPARTMENT_CHANGED: the new department's name. Else null.
   */
  readonly content: string | null
  /** Null when the account is gone. */
  readonly author: EventAuthor | null
  readonly date: Date
  /** The stored name of the attachment. */
  readonly file: string | null
  /** The sender's name of the file; null if it is unknown. */
  readonly fileName: string | null
  /** Only staff see private comments. Null unless the event is a comment. */
  readonly private: boolean | null
  readonly edited: boolean
  readonly id: number
}

/** What lists and `/ticket/get` say about a ticket. */
export interface TicketHead {
  readonly ticketNumber: number
  readonly title: string
  /** Clean HTML. */
  readonly content: string
  readonly department: DepartmentName
  readonly date: Date
  /** The stored name of the attachment, for `/system/download`. */
  readonly file: string | null
  /** The original name of the file; null if unknown. */
  readonly fileName: string | null
  readonly language: string
  /** Whether the ticket is unread for its author. */
  readonly unread: boolean
  /** Whether the ticket is unread for its owner, or for all staff while it has none. Always false for users. */
  readonly unreadStaff: boolean
  readonly closed: boolean
  readonly author: TicketAuthor
  readonly owner: TicketOwner | null
  /** The names of its tags, in the order in which they were added. */
  readonly tags: string[]
  readonly edited: boolean
  readonly editedTitle: boolean
  /**
   * Whether the author's address is unproved: true for guests' tickets until the author follows the link of a mail.
   */
  readonly unproved: boolean
}

/** A ticket with its history. */
export interface Ticket extends TicketHead {
  /** Oldest first. `ticket.get` answers with the newest ones, a page at a time. */
  readonly events: TicketEvent[]
  /** The id of the first event here if the ticket has earlier ones; send it as `eventsBefore`. Otherwise null. */
  readonly earlierEvents: number | null
}

/** A ticket in a list: its content has no tags, and its comments stand in for its history. */
export interface ListedTicket extends TicketHead {
  /** The number of comments that the reader may see. */
  readonly commentCount: number
  /** The newest comment that the reader may see, without tags in its content. Null without comments. */
  readonly lastComment: TicketEvent | null
}

/** A page of a list of tickets. */
export interface TicketPage {
  readonly tickets: ListedTicket[]
  /** From 1. */
  readonly page: number
  /** The number of pages. Lists stop counting at 10,000 tickets; later pages can be read all the same. */
  readonly pages: number
  /** The number of tickets in the list, or the 10,000 at which counting stopped. */
  readonly total: number
  /** False if the list may have more tickets than `total`. */
  readonly totalIsExact: boolean
  /** Leads to the next page at the same cost for every page; send it as `cursor`. Null on the last page. */
  readonly cursor: string | null
  /** Where the next poll goes on; null unless the call has `updatedSince`. */
  readonly updatedSince: string | null
}
