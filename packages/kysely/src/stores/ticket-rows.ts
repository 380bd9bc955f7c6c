import type {
  CustomFieldValue,
  EventOfTicket,
  LinkedEvent,
  Person,
  StoredEvent,
  StoredTicket,
} from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { dateOf, dateOrNull, isSet } from '../values.js'
import { accountOrNone } from './account-columns.js'

/** Selects tickets `t`, joined with their accounts and their department. */
export const ticketHeads = (db: Db) =>
  db
    .selectFrom('ticket as t')
    .leftJoin('department as d', 'd.id', 't.department_id')
    .leftJoin('user as u', 'u.id', 't.author_id')
    .leftJoin('staff as s', 's.id', 't.author_staff_id')
    .leftJoin('staff as o', 'o.id', 't.owner_id')
    .leftJoin('os_file_name as f', 'f.stored', 't.file')
    .select([
      't.id',
      't.ticket_number',
      't.title',
      't.content',
      't.language',
      't.file',
      't.date',
      't.closed',
      't.unread',
      't.unread_staff',
      't.edited_content',
      't.edited_title',
      't.reopened',
      't.first_closed_at',
      't.last_closed_at',
      't.total_departments',
      't.total_owners',
      't.author_name',
      't.author_email',
      't.os_unproved',
      'd.id as department_id',
      'd.name as department_name',
      'd.private as department_private',
      'u.id as user_id',
      'u.name as user_name',
      'u.email as user_email',
      's.id as staff_id',
      's.name as staff_name',
      's.email as staff_email',
      's.profile_pic as staff_pic',
      'o.id as owner_id',
      'o.name as owner_name',
      'o.email as owner_email',
      'o.profile_pic as owner_pic',
      'f.name as file_name',
    ])

export type TicketRow = Awaited<ReturnType<ReturnType<typeof ticketHeads>['executeTakeFirstOrThrow']>>

interface AuthorColumns {
  readonly user_id: number | null
  readonly user_name: string | null
  readonly user_email: string | null
  readonly staff_id: number | null
  readonly staff_name: string | null
  readonly staff_email: string | null
  readonly staff_pic: string | null
}

function authorOf(row: AuthorColumns): Person | null {
  if (row.user_id !== null) {
    return {
      kind: 'user',
      id: row.user_id,
      name: row.user_name ?? '',
      email: row.user_email ?? '',
      profilePic: null,
    }
  }
  if (row.staff_id === null) return null
  return {
    kind: 'staff',
    id: row.staff_id,
    name: row.staff_name ?? '',
    email: row.staff_email ?? '',
    profilePic: row.staff_pic,
  }
}

export const ticketOf = (row: TicketRow): StoredTicket => ({
  id: row.id,
  ticketNumber: row.ticket_number,
  title: row.title,
  content: row.content,
  language: row.language,
  file: row.file,
  fileName: row.file_name,
  date: dateOf(row.date),
  closed: isSet(row.closed),
  unread: isSet(row.unread),
  unreadStaff: isSet(row.unread_staff),
  editedContent: isSet(row.edited_content),
  editedTitle: isSet(row.edited_title),
  reopened: isSet(row.reopened),
  firstClosedAt: dateOrNull(row.first_closed_at),
  lastClosedAt: dateOrNull(row.last_closed_at),
  totalDepartments: row.total_departments ?? 0,
  totalOwners: row.total_owners ?? 0,
  department:
    row.department_id === null
      ? null
      : { id: row.department_id, name: row.department_name ?? '', private: isSet(row.department_private) },
  author: authorOf(row),
  authorName: row.author_name,
  authorEmail: row.author_email,
  unproved: isSet(row.os_unproved),
  owner:
    row.owner_id === null
      ? null
      : {
          kind: 'staff',
          id: row.owner_id,
          name: row.owner_name ?? '',
          email: row.owner_email ?? '',
          profilePic: row.owner_pic,
        },
})

/** Selects events `e`, joined with their authors. */
export const events = (db: Db) =>
  db
    .selectFrom('ticketevent as e')
    .leftJoin('user as u', 'u.id', 'e.author_user_id')
    .leftJoin('staff as s', 's.id', 'e.author_staff_id')
    .leftJoin('os_file_name as f', 'f.stored', 'e.file')
    .select([
      'f.name as file_name',
      'e.id',
      'e.type',
      'e.content',
      'e.date',
      'e.file',
      'e.private',
      'e.edited_content',
      'e.ticket_id',
      'u.id as user_id',
      'u.name as user_name',
      'u.email as user_email',
      's.id as staff_id',
      's.name as staff_name',
      's.email as staff_email',
      's.profile_pic as staff_pic',
    ])

export type EventRow = Awaited<ReturnType<ReturnType<typeof events>['executeTakeFirstOrThrow']>>

export const eventOf = (row: EventRow): StoredEvent => ({
  id: row.id,
  type: row.type as StoredEvent['type'],
  content: row.content,
  author: authorOf(row),
  date: dateOf(row.date),
  file: row.file,
  fileName: row.file_name,
  edited: isSet(row.edited_content),
  private: row.type === 'COMMENT' ? isSet(row.private) : null,
})

/** Selects events `e`, joined with their authors, their ticket and its author. */
export const eventsOfTickets = (db: Db) =>
  events(db)
    .innerJoin('ticket as t', 't.id', 'e.ticket_id')
    .leftJoin('user as tu', 'tu.id', 't.author_id')
    .leftJoin('staff as ts', 'ts.id', 't.author_staff_id')
    .select([
      't.id as of_id',
      't.ticket_number',
      't.author_name',
      'tu.id as tu_id',
      'tu.name as tu_name',
      'tu.email as tu_email',
      'ts.id as ts_id',
      'ts.name as ts_name',
      'ts.email as ts_email',
      'ts.profile_pic as ts_pic',
    ])

export type EventOfTicketRow = Awaited<
  ReturnType<ReturnType<typeof eventsOfTickets>['executeTakeFirstOrThrow']>
>

/** Adds to a new object: a spread before other fields takes many times as long. */
export const eventOfTicketOf = (row: EventOfTicketRow): EventOfTicket =>
  Object.assign(eventOf(row), {
    ticketId: row.of_id,
    ticketNumber: row.ticket_number,
    ticketAuthorName: row.author_name,
    ticketAuthor: authorOf({
      user_id: row.tu_id,
      user_name: row.tu_name,
      user_email: row.tu_email,
      staff_id: row.ts_id,
      staff_name: row.ts_name,
      staff_email: row.ts_email,
      staff_pic: row.ts_pic,
    }),
  })

interface LinkedEventRow {
  readonly id: number
  readonly type: string
  readonly edited_content: number | null
  readonly of_id: number
  readonly ticket_number: number
  readonly user_id: number | null
  readonly staff_id: number | null
  readonly shown_name: string | null
}

/**
 * Selects the newest events of the tickets that are linked to a staff member. Sorts ids in an index first, and joins what is
 * shown with the few that are left. Looks up the name of a ticket's author only for events whose account is gone. The limit
 * is not a parameter: SQLite takes three times as long if it does not know how few rows it joins.
 */
export const linkedEvents = (staff: number, offset: number, limit: number) => sql<LinkedEventRow>`
  select e.id, e.type, e.edited_content, t.id as of_id, t.ticket_number, u.id as user_id, s.id as staff_id,
    coalesce(u.name, s.name, (select a.name from ${sql.table('user')} a where a.id = t.author_id),
      (select a.name from staff a where a.id = t.author_staff_id), t.author_name) as shown_name
  from (
    select n.id from ticketevent n where n.ticket_id in (select ticket_id from staff_ticket where staff_id = ${staff})
    order by n.id desc limit ${sql.lit(limit)} offset ${offset}
  ) newest
    join ticketevent e on e.id = newest.id
    join ticket t on t.id = e.ticket_id
    left join ${sql.table('user')} u on u.id = e.author_user_id
    left join staff s on s.id = e.author_staff_id
  order by e.id desc`

export const linkedEventOf = (
  row: LinkedEventRow,
  values: ReadonlyMap<number, readonly CustomFieldValue[]>,
): LinkedEvent => ({
  id: row.id,
  type: row.type as LinkedEvent['type'],
  edited: isSet(row.edited_content),
  ticketId: row.of_id,
  ticketNumber: row.ticket_number,
  author: accountOrNone(row.user_id, row.staff_id),
  authorName: row.shown_name,
  authorCustomFields: (row.user_id !== null && values.get(row.user_id)) || [],
})
