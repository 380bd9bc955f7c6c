import type { CustomFieldValue } from './custom-field.js'
import type { DepartmentName } from './department.js'

/** Who wrote a ticket. `id` is null when the account is gone: name and e-mail are then the ticket's own. */
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

/** The staff member who has taken a ticket. */
export interface TicketOwner {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
}

/** Who did something to a ticket. */
export interface EventAuthor {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
  readonly staff: boolean
}

/** What can happen to a ticket. */
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
  /** What its sender called it, for people; null where that is not known. */
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
  /** What its sender called it, for people; null where that is not known. */
  readonly fileName: string | null
  readonly language: string
  /** Whether there is news for the author. */
  readonly unread: boolean
  /** Whether there is news for the owner; while there is none, for the staff. False for everybody else. */
  readonly unreadStaff: boolean
  readonly closed: boolean
  readonly author: TicketAuthor
  readonly owner: TicketOwner | null
  readonly events: TicketEvent[]
  /** The names of its tags, in the order in which they were put on. */
  readonly tags: string[]
  readonly edited: boolean
  readonly editedTitle: boolean
  /**
   * Whether nobody has proved yet that the author's address is the sender's: true for guests' tickets until the link of
   * a mail is followed.
   */
  readonly unproved: boolean
}
