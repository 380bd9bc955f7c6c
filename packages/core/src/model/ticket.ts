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

/** A ticket. Lists that only need its head send `content` without tags and no events. */
export interface Ticket {
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
  readonly events: TicketEvent[]
  /** The names of its tags, in the order in which they were added. */
  readonly tags: string[]
  readonly edited: boolean
  readonly editedTitle: boolean
  /**
   * Whether the author's address is unproved: true for guests' tickets until the author follows the link of a mail.
   */
  readonly unproved: boolean
}
