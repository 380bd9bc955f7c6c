import * as v from 'valibot'
import { column, goneAsEmptyList, nativeOnly } from './column.js'
import { CustomFieldValue } from './custom-field.js'
import { DepartmentName } from './department.js'

/** Who wrote a ticket. `id` is null when the account is gone: name and e-mail are then the ticket's own. */
export const TicketAuthor = v.object({
  id: v.nullable(column.number()),
  name: v.nullable(v.string()),
  staff: v.boolean(),
  /** The stored name of the picture; null for users. */
  profilePic: v.optional(v.nullable(v.string())),
  email: v.nullable(v.string()),
  /** Empty for staff; absent when the account is gone. */
  customfields: v.optional(v.array(CustomFieldValue)),
})
export type TicketAuthor = v.InferOutput<typeof TicketAuthor>

/** The staff member who has taken a ticket. */
export const TicketOwner = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.nullable(v.string()),
})
export type TicketOwner = v.InferOutput<typeof TicketOwner>

/** Who did something to a ticket. */
export const EventAuthor = v.object({
  id: column.number(),
  name: v.string(),
  email: v.string(),
  profilePic: v.nullable(v.string()),
  staff: v.boolean(),
})
export type EventAuthor = v.InferOutput<typeof EventAuthor>

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
export const TicketEvent = v.object({
  type: TicketEventType,
  /** COMMENT: clean HTML. ASSIGN, UN_ASSIGN: the owner's name. DEPARTMENT_CHANGED: the new department's name. Else null. */
  content: v.nullable(v.string()),
  /** Null when the account is gone. */
  author: goneAsEmptyList(EventAuthor),
  date: column.date(),
  /** The stored name of the attachment. */
  file: v.nullable(v.string()),
  /** What its sender called it, for people; null where that is not known. */
  fileName: nativeOnly(v.nullable(v.string())),
  /** Only staff see private comments. Null unless the event is a comment. */
  private: v.nullable(column.flag()),
  edited: column.mark(),
  id: column.number(),
})
export type TicketEvent = v.InferOutput<typeof TicketEvent>

/** A ticket. Lists that only need its head send `content` without tags and no events. */
export const Ticket = v.object({
  ticketNumber: column.number(),
  title: v.string(),
  /** Clean HTML. */
  content: v.string(),
  department: DepartmentName,
  date: column.date(),
  /** The stored name of the attachment, for `/system/download`. */
  file: v.nullable(v.string()),
  /** What its sender called it, for people; null where that is not known. */
  fileName: nativeOnly(v.nullable(v.string())),
  language: v.string(),
  /** Whether there is news for the author. */
  unread: v.boolean(),
  /** Whether there is news for the owner; while there is none, for the staff. False for everybody else. */
  unreadStaff: v.boolean(),
  closed: v.boolean(),
  author: TicketAuthor,
  owner: v.nullable(TicketOwner),
  events: v.array(TicketEvent),
  /** The names of its tags, in the order in which they were put on. */
  tags: v.array(v.string()),
  edited: column.mark(),
  editedTitle: column.mark(),
  /**
   * Whether nobody has proved yet that the author's address is the sender's: true for guests' tickets until the link of
   * a mail is followed.
   */
  unproved: nativeOnly(v.boolean()),
})
export type Ticket = v.InferOutput<typeof Ticket>
