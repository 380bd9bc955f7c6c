import * as v from 'valibot'
import type {
  EventAuthor,
  ListedTicket,
  Ticket,
  TicketAuthor,
  TicketEvent,
  TicketEventType,
  TicketOwner,
  TicketPage,
} from '../ticket.js'
import { column, goneAsEmptyList, nativeOnly } from './column.js'
import { customFieldValueSchema } from './custom-field.js'
import { departmentNameSchema } from './department.js'
import { schemaOf } from './schema-of.js'

export const ticketAuthorSchema = schemaOf<TicketAuthor>()(
  v.object({
    id: v.nullable(column.number()),
    name: v.nullable(v.string()),
    staff: v.boolean(),
    profilePic: v.optional(v.nullable(v.string())),
    email: v.nullable(v.string()),
    customfields: v.optional(v.array(customFieldValueSchema)),
  }),
)

export const ticketOwnerSchema = schemaOf<TicketOwner>()(
  v.object({
    id: column.number(),
    name: v.string(),
    email: v.string(),
    profilePic: v.nullable(v.string()),
  }),
)

export const eventAuthorSchema = schemaOf<EventAuthor>()(
  v.object({
    id: column.number(),
    name: v.string(),
    email: v.string(),
    profilePic: v.nullable(v.string()),
    staff: v.boolean(),
  }),
)

export const ticketEventTypeSchema = schemaOf<TicketEventType>()(
  v.picklist(['COMMENT', 'ASSIGN', 'UN_ASSIGN', 'CLOSE', 'RE_OPEN', 'DEPARTMENT_CHANGED']),
)

/** The fields of an event. */
export const eventFields = {
  type: ticketEventTypeSchema,
  content: v.nullable(v.string()),
  author: goneAsEmptyList(eventAuthorSchema),
  date: column.date(),
  file: v.nullable(v.string()),
  fileName: nativeOnly(v.nullable(v.string())),
  private: v.nullable(column.flag()),
  edited: column.mark(),
  id: column.number(),
}

export const ticketEventSchema = schemaOf<TicketEvent>()(v.object(eventFields))

const head = {
  ticketNumber: column.number(),
  title: v.string(),
  content: v.string(),
  department: departmentNameSchema,
  date: column.date(),
  file: v.nullable(v.string()),
  fileName: nativeOnly(v.nullable(v.string())),
  language: v.string(),
  unread: v.boolean(),
  unreadStaff: v.boolean(),
  closed: v.boolean(),
  author: ticketAuthorSchema,
  owner: v.nullable(ticketOwnerSchema),
  tags: v.array(v.string()),
  edited: column.mark(),
  editedTitle: column.mark(),
  unproved: nativeOnly(v.boolean()),
}

/** The fields of a ticket with its history. */
export const ticketFields = {
  ...head,
  events: v.array(ticketEventSchema),
  earlierEvents: nativeOnly(v.nullable(v.number())),
}

export const ticketSchema = schemaOf<Ticket>()(v.object(ticketFields))

/** A ticket in a list of 4.11. */
export const legacyTicketSchema = v.object(ticketFields)

const listedTicketSchema = schemaOf<ListedTicket>()(
  v.object({
    ...head,
    commentCount: v.number(),
    lastComment: v.nullable(ticketEventSchema),
  }),
)

export const ticketPageSchema = schemaOf<TicketPage>()(
  v.object({
    tickets: v.array(listedTicketSchema),
    page: v.number(),
    pages: v.number(),
    total: v.number(),
    totalIsExact: v.boolean(),
    cursor: v.nullable(v.string()),
    updatedSince: v.nullable(v.string()),
  }),
)
