import * as v from 'valibot'
import { column, goneAsEmptyList, nativeOnly } from './column.js'
import { CustomFieldValue } from './custom-field.js'
import { DepartmentName } from './department.js'

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

export const TicketAuthor = v.object({
  id: v.nullable(column.number()),
  name: v.nullable(v.string()),
  staff: v.boolean(),
  profilePic: v.optional(v.nullable(v.string())),
  email: v.nullable(v.string()),
  customfields: v.optional(v.array(CustomFieldValue)),
}) satisfies v.GenericSchema<unknown, TicketAuthor>

/** The staff member who has taken a ticket. */
export interface TicketOwner {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
}

export const TicketOwner = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, TicketOwner>

/** Who did something to a ticket. */
export interface EventAuthor {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly profilePic: string | null
  readonly staff: boolean
}

export const EventAuthor = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.nullable(v.string()),
  staff: v.boolean(),
}) satisfies v.GenericSchema<unknown, EventAuthor>

/** What can happen to a ticket. */
export const TicketEventType = v.picklist([
  'COMMENT',
  'ASSIGN',
  'UN_ASSIGN',
  'CLOSE',
  'RE_OPEN',
  'DEPARTMENT_CHANGED',
])
export type TicketEventType = v.InferOutput<typeof TicketEventType>

/** One entry of a ticket's history, oldest first. */
export interface TicketEvent {
  readonly type: TicketEventType
  /** COMMENT: clean HTML. ASSIGN, UN_ASSIGN: the owner's name. DEPARTMENT_CHANGED: the new department's name. Else null. */
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

export const TicketEvent = v.object({
  type: TicketEventType,
  content: v.nullable(v.string()),
  author: goneAsEmptyList(EventAuthor),
  date: column.date(),
  file: v.nullable(v.string()),
  fileName: nativeOnly(v.nullable(v.string())),
  private: v.nullable(column.flag()),
  edited: column.mark(),
  id: column.number(),
}) satisfies v.GenericSchema<unknown, TicketEvent>

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

export const Ticket = v.object({
  ticketNumber: column.number(),
  title: v.string(),
  content: v.string(),
  department: DepartmentName,
  date: column.date(),
  file: v.nullable(v.string()),
  fileName: nativeOnly(v.nullable(v.string())),
  language: v.string(),
  unread: v.boolean(),
  unreadStaff: v.boolean(),
  closed: v.boolean(),
  author: TicketAuthor,
  owner: v.nullable(TicketOwner),
  events: v.array(TicketEvent),
  tags: v.array(v.string()),
  edited: column.mark(),
  editedTitle: column.mark(),
  unproved: nativeOnly(v.boolean()),
}) satisfies v.GenericSchema<unknown, Ticket>
