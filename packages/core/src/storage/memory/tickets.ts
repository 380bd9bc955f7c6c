import type {
  EventOfTicket,
  LinkedEvent,
  OwnedTicket,
  StoredEvent,
  StoredTicket,
  TicketDetails,
  TicketQuery,
  TicketStore,
} from '../index.js'
import { personOf } from './accounts.js'
import { statisticsOf } from './statistics.js'
import type { EventRow, Sync, Tables, TicketRow } from './tables.js'
import { toMinute, toMinuteOrNull } from './text.js'
import { isLinked, listTickets } from './ticket-list.js'
import { customFieldValuesOf } from './users.js'

export function ticketStore(tables: Tables): Sync<TicketStore> {
  const { tickets, events, ticketTags, tags, departments, staff, sessions, sequence, mailOriginals, by } =
    tables

  const nameOf = (file: string | null) => (file === null ? null : (by.fileName(file)[0]?.name ?? null))
  const headOf = ({ departmentId, author, ownerId, ...row }: TicketRow): StoredTicket => {
    const department = departments.get(departmentId)
    return {
      ...row,
      fileName: nameOf(row.file),
      department: department
        ? { id: department.id, name: department.name, private: department.private }
        : null,
      author: personOf(tables, author),
      owner: personOf(tables, ownerId === null ? null : { kind: 'staff', id: ownerId }),
    }
  }
  const eventOf = ({ ticketId, author, ...row }: EventRow): StoredEvent => ({
    ...row,
    fileName: nameOf(row.file),
    author: personOf(tables, author),
  })
  const detailsOf = (row: TicketRow, withEvents: boolean): TicketDetails => ({
    ...headOf(row),
    tags: by.tagTicket(row.id).flatMap(({ tagId }) => tags.get(tagId)?.name ?? []),
    events: withEvents ? by.eventTicket(row.id).map(eventOf) : [],
    authorCustomFields: row.author?.kind === 'user' ? customFieldValuesOf(tables, row.author.id) : [],
  })
  const commentsOf = ({ id }: TicketRow, which: TicketQuery['comments']) => {
    const seen = by
      .eventTicket(id)
      .filter((event) => which && event.type === 'COMMENT' && (which === 'all' || !event.private))
    const last = seen.at(-1)
    return { count: seen.length, last: last ? eventOf(last) : null }
  }
  /** Returns the files of original mails, in the form of events. */
  const originalFiles = (ticketId: number) =>
    by.originalTicket(ticketId).flatMap(({ file }) => (file === null ? [] : { content: null, file }))
  const rowByNumber = (ticketNumber: number) => by.ticketNumber(ticketNumber)[0]
  const eventOfTicket = (row: EventRow): EventOfTicket[] => {
    const ticket = tickets.get(row.ticketId)
    if (!ticket) return []
    return [
      {
        ...eventOf(row),
        ticketId: ticket.id,
        ticketNumber: ticket.ticketNumber,
        ticketAuthor: personOf(tables, ticket.author),
        ticketAuthorName: ticket.authorName,
      },
    ]
  }
  const linkedEvent = (row: EventRow): LinkedEvent[] =>
    eventOfTicket(row).map(
      ({ id, type, edited, ticketId, ticketNumber, author, ticketAuthor, ...event }) => ({
        id,
        type,
        edited,
        ticketId,
        ticketNumber,
        author: author && { kind: author.kind, id: author.id },
        authorName: author?.name ?? ticketAuthor?.name ?? event.ticketAuthorName,
        authorCustomFields: author?.kind === 'user' ? customFieldValuesOf(tables, author.id) : [],
      }),
    )
  const remove = (id: number) => {
    if (!tickets.remove(id)) return false
    events.removeAll(by.eventTicket(id))
    mailOriginals.removeAll(by.originalTicket(id))
    ticketTags.removeAll(by.tagTicket(id))
    return true
  }
  const ownedOutside = (ownerId: number, departmentIds: readonly number[]) =>
    by
      .ticketOwner(ownerId)
      .filter(({ departmentId }) => departmentId === null || !departmentIds.includes(departmentId))
  const mentionsIn = (ticket: TicketRow) => {
    const { id, ticketNumber } = ticket
    const isMentioned = (text: string | null) => text?.includes(`t${ticketNumber}_`) ?? false
    const contents = [ticket, ...by.eventTicket(id), ...originalFiles(id)]
      .filter(({ content, file }) => isMentioned(content) || isMentioned(file))
      .map(({ content, file }) => ({ content, file }))
    return { id, ticketNumber, contents }
  }
  return {
    nextSequence() {
      const row = sequence.get(1) ?? { id: sequence.insert({ last: 0 }), last: 0 }
      const next = Math.max(row.last, tickets.lastId) + 1
      sequence.update(row.id, { last: next })
      return next === 1 ? 0 : next
    },
    hasNumber: (ticketNumber) => rowByNumber(ticketNumber) !== undefined,
    insert({ date, ...ticket }) {
      if (rowByNumber(ticket.ticketNumber)) return undefined
      return tickets.insert({
        ...ticket,
        date: toMinute(date),
        closed: false,
        unread: false,
        unreadStaff: true,
        ownerId: null,
        editedContent: false,
        editedTitle: false,
        reopened: false,
        firstClosedAt: null,
        lastClosedAt: null,
        totalDepartments: 0,
        totalOwners: 0,
      })
    },
    byNumber(ticketNumber) {
      const row = rowByNumber(ticketNumber)
      return row && headOf(row)
    },
    detailsByNumber(ticketNumber) {
      const row = rowByNumber(ticketNumber)
      return row && detailsOf(row, true)
    },
    detailsOf({ id }, { before = Number.POSITIVE_INFINITY, limit, private: isPrivate }) {
      const row = tickets.get(id)
      if (!row) throw new Error(`the ticket ${id} was removed`)
      const seen = by.eventTicket(id).filter((event) => event.id < before && (isPrivate || !event.private))
      const newest = seen.slice(Math.max(0, seen.length - limit))
      return {
        details: { ...detailsOf(row, false), events: newest.map(eventOf) },
        hasEarlier: newest.length < seen.length,
      }
    },
    list(query) {
      const { rows, total, hasMore } = listTickets(tables, query)
      const listed = rows.map((row) => {
        const comments = commentsOf(row, query.comments)
        return { ...detailsOf(row, query.events), comments }
      })
      return { tickets: listed, total, totalIsExact: true, hasMore }
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
      return tickets.update(id, { ownerId, unread, totalOwners: row.totalOwners + 1 })
    },
    unAssign(id, ownerId, { unread }) {
      return tickets.get(id)?.ownerId === ownerId && tickets.update(id, { ownerId: null, unread })
    },
    releaseOutside: (ownerId, departmentIds) =>
      tickets.updateAll(ownedOutside(ownerId, departmentIds), { ownerId: null }),
    ownedOutside: (ownerId, departmentIds) =>
      ownedOutside(ownerId, departmentIds)
        .sort((a, b) => a.id - b.id)
        .map(({ ticketNumber }) => ticketNumber),
    firstIn: (departmentId, limit) =>
      tickets
        .filter((row) => row.departmentId === departmentId)
        .slice(0, limit)
        .map(({ id }) => id),
    moveThese(ids, departmentId) {
      for (const id of ids) tickets.update(id, { departmentId })
    },
    releaseThese(ids, departmentId, date) {
      const members = by.membershipDepartment(departmentId).map(({ staffId }) => staffId)
      const released: OwnedTicket[] = []
      for (const id of ids.toSorted((one, other) => one - other)) {
        const { ownerId = null, ticketNumber = 0 } = tickets.get(id) ?? {}
        if (ownerId === null || members.includes(ownerId)) continue
        events.insert({
          type: 'UN_ASSIGN',
          content: staff.get(ownerId)?.name ?? null,
          author: { kind: 'staff', id: ownerId },
          ticketId: id,
          date: toMinute(date),
          file: null,
          private: null,
          edited: false,
        })
        tickets.update(id, { ownerId: null, unread: true })
        released.push({ ticketNumber, ownerId })
      }
      return released
    },
    remove: (id, condition) => !(condition?.unowned && tickets.get(id)?.ownerId) && remove(id),
    removeThese(ids) {
      for (const id of ids) remove(id)
    },
    removeAll() {
      tickets.removeAll(tickets.all())
      events.removeAll(events.all())
      mailOriginals.removeAll(mailOriginals.all())
      ticketTags.removeAll(ticketTags.all())
      sessions.removeAll(sessions.filter(({ ticketNumber }) => ticketNumber !== null))
    },
    mentionsAfter: (after, limit) =>
      tickets
        .filter(({ id }) => id > after)
        .slice(0, limit)
        .map(mentionsIn),
    mentionsOf: (ids) => tickets.filter(({ id }) => ids.includes(id)).map(mentionsIn),
    contentsAndFiles(id) {
      const ticket = tickets.get(id)
      const texts = by.eventTicket(id).map((event) => ({
        content: event.content,
        file: event.file,
        private: event.private ?? false,
      }))
      const mails = originalFiles(id).map((mail) => ({ ...mail, private: true }))
      const head = ticket ? [{ content: ticket.content, file: ticket.file, private: false }] : []
      return [...head, ...texts, ...mails]
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
      const row = by
        .eventTicket(ticketId)
        .findLast((each) => each.type === 'COMMENT' && (includePrivate || !each.private))
      return row && eventOf(row)
    },
    editEvent: (id, content) => events.update(id, { content, edited: true }),
    eventsLinkedToStaff(staffId, { offset, limit }) {
      const rows = events.filter(({ ticketId }) => isLinked(tickets.get(ticketId), staffId)).reverse()
      return rows.slice(offset, offset + limit).flatMap(linkedEvent)
    },

    statistics: (filter) => statisticsOf(tables, filter),
    // Counts all tickets each time.
    refreshStatistics: () => false,

    addTag(ticketId, tagId) {
      if (by.tagTicket(ticketId).some((row) => row.tagId === tagId)) return false
      ticketTags.insert({ ticketId, tagId })
      return true
    },
    removeTag(ticketId, tagId) {
      const row = by.tagTicket(ticketId).find((each) => each.tagId === tagId)
      return row !== undefined && ticketTags.remove(row.id)
    },
  }
}
