import type { EventOfTicket, StoredEvent, StoredTicket, TicketDetails, TicketStore } from '../index.js'
import { personOf } from './accounts.js'
import { type EventRow, isSameAccount, type Sync, type Tables, type TicketRow } from './tables.js'
import { toMinute, toMinuteOrNull } from './text.js'
import { listTickets } from './ticket-list.js'
import { customFieldValuesOf } from './users.js'

export function ticketStore(tables: Tables): Sync<TicketStore> {
  const { tickets, events, staffTickets, ticketTags, tags, departments, sequence } = tables

  const headOf = ({ departmentId, author, ownerId, ...row }: TicketRow): StoredTicket => {
    const department = departments.get(departmentId)
    return {
      ...row,
      department: department
        ? { id: department.id, name: department.name, private: department.private }
        : null,
      author: personOf(tables, author),
      owner: personOf(tables, ownerId === null ? null : { kind: 'staff', id: ownerId }),
    }
  }
  const eventOf = ({ ticketId, author, ...row }: EventRow): StoredEvent => ({
    ...row,
    author: personOf(tables, author),
  })
  const detailsOf = (row: TicketRow, withEvents: boolean): TicketDetails => ({
    ...headOf(row),
    tags: ticketTags
      .filter(({ ticketId }) => ticketId === row.id)
      .flatMap(({ tagId }) => tags.get(tagId)?.name ?? []),
    events: withEvents ? events.filter(({ ticketId }) => ticketId === row.id).map(eventOf) : [],
    authorCustomFields: row.author?.kind === 'user' ? customFieldValuesOf(tables, row.author.id) : [],
  })
  const rowByNumber = (ticketNumber: number) => tickets.find((row) => row.ticketNumber === ticketNumber)
  const eventOfTicket = (row: EventRow): EventOfTicket[] => {
    const ticket = tickets.get(row.ticketId)
    if (!ticket) return []
    return [
      {
        ...eventOf(row),
        ...{ ticketId: ticket.id, ticketNumber: ticket.ticketNumber },
        ...{ ticketAuthor: personOf(tables, ticket.author), ticketAuthorName: ticket.authorName },
      },
    ]
  }
  const link = (staffId: number, ticketId: number) => {
    if (!staffTickets.find((row) => row.staffId === staffId && row.ticketId === ticketId)) {
      staffTickets.insert({ staffId, ticketId })
    }
  }
  const unlinkOwner = ({ id: ticketId, author }: TicketRow, ownerId: number) => {
    if (isSameAccount(author, { kind: 'staff', id: ownerId })) return
    staffTickets.removeWhere((row) => row.staffId === ownerId && row.ticketId === ticketId)
  }

  return {
    nextSequence() {
      const row = sequence.get(1) ?? { id: sequence.insert({ last: 0 }), last: 0 }
      const next = Math.max(row.last, tickets.lastId) + 1
      sequence.update(row.id, { last: next })
      return next === 1 ? 0 : next
    },
    insert({ date, ...ticket }) {
      if (rowByNumber(ticket.ticketNumber)) return undefined
      const id = tickets.insert({
        ...ticket,
        ...{ date: toMinute(date), closed: false, unread: false, unreadStaff: true, ownerId: null },
        ...{ editedContent: false, editedTitle: false, reopened: false },
        ...{ firstClosedAt: null, lastClosedAt: null, totalDepartments: 0, totalOwners: 0 },
      })
      if (ticket.author.kind === 'staff') link(ticket.author.id, id)
      return id
    },
    byNumber(ticketNumber) {
      const row = rowByNumber(ticketNumber)
      return row && headOf(row)
    },
    detailsByNumber(ticketNumber) {
      const row = rowByNumber(ticketNumber)
      return row && detailsOf(row, true)
    },
    list(query) {
      const { rows, total } = listTickets(tables, query)
      return { tickets: rows.map((row) => detailsOf(row, query.events)), total }
    },
    update(id, { firstClosedAt, lastClosedAt, ...patch }) {
      return tickets.update(id, {
        ...patch,
        ...(firstClosedAt === undefined ? {} : { firstClosedAt: toMinuteOrNull(firstClosedAt) }),
        ...(lastClosedAt === undefined ? {} : { lastClosedAt: toMinuteOrNull(lastClosedAt) }),
      })
    },
    assign(id, ownerId, { unread }) {
      const row = tickets.get(id)
      if (!row || row.ownerId !== null) return false
      link(ownerId, id)
      return tickets.update(id, { ownerId, unread, totalOwners: row.totalOwners + 1 })
    },
    unAssign(id, ownerId, { unread }) {
      const row = tickets.get(id)
      if (row?.ownerId !== ownerId) return false
      unlinkOwner(row, ownerId)
      return tickets.update(id, { ownerId: null, unread })
    },
    releaseOutside(ownerId, departmentIds) {
      const outside = (row: TicketRow) =>
        row.departmentId === null || !departmentIds.includes(row.departmentId)
      for (const row of tickets.filter((each) => each.ownerId === ownerId && outside(each))) {
        unlinkOwner(row, ownerId)
        tickets.update(row.id, { ownerId: null })
      }
    },
    remove(id, condition) {
      if (condition?.unowned && tickets.get(id)?.ownerId) return false
      if (!tickets.remove(id)) return false
      events.removeWhere(({ ticketId }) => ticketId === id)
      ticketTags.removeWhere(({ ticketId }) => ticketId === id)
      staffTickets.removeWhere(({ ticketId }) => ticketId === id)
      return true
    },
    contentsAndFiles(id) {
      const rows = [tickets.get(id), ...events.filter(({ ticketId }) => ticketId === id)]
      return rows.flatMap((row) => (row ? { content: row.content, file: row.file } : []))
    },

    addEvent(ticketId, { date, ...event }) {
      if (!tickets.get(ticketId)) return undefined
      return events.insert({ ...event, ticketId, date: toMinute(date), edited: false })
    },
    eventById(id) {
      const row = events.get(id)
      return row && eventOfTicket(row)[0]
    },
    lastComment(ticketId, { includePrivate }) {
      const row = events
        .filter((each) => each.ticketId === ticketId && each.type === 'COMMENT')
        .filter((each) => includePrivate || !each.private)
        .at(-1)
      return row && eventOf(row)
    },
    editEvent: (id, content) => events.update(id, { content, edited: true }),
    eventsLinkedToStaff(staffId, { offset, limit }) {
      const linked = new Set(
        staffTickets.filter((row) => row.staffId === staffId).map(({ ticketId }) => ticketId),
      )
      const rows = events.filter(({ ticketId }) => linked.has(ticketId)).reverse()
      return rows.slice(offset, offset + limit).flatMap(eventOfTicket)
    },

    addTag(ticketId, tagId) {
      if (ticketTags.find((row) => row.ticketId === ticketId && row.tagId === tagId)) return false
      ticketTags.insert({ ticketId, tagId })
      return true
    },
    removeTag(ticketId, tagId) {
      const row = ticketTags.find((each) => each.ticketId === ticketId && each.tagId === tagId)
      return row !== undefined && ticketTags.remove(row.id)
    },
  }
}
