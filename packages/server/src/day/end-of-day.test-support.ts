import { describe, expect, test } from 'vitest'
import type { Post, Session } from './client.test-support.js'
import type { ModelTicket } from './model.test-support.js'
import type { Customer, Member } from './walk.test-support.js'

/** The state after a walk. */
export interface Day {
  readonly post: Post
  readonly staff: readonly Member[]
  /** The first customer supervises the next three. */
  readonly customers: readonly Customer[]
  readonly tickets: readonly ModelTicket[]
}

interface WireTicket {
  ticketNumber: string
  title: string
  unread: boolean
  unreadStaff: boolean
  closed: boolean
  department: { id: string }
  owner: { id: string } | null
  author: { id: string }
  tags: string[]
  events: { type: string; content: string; private: string | null }[]
}

const numbers = (list: readonly { number: string }[]) => list.map(({ number }) => number).sort()
const wireNumbers = (list: readonly WireTicket[]) => list.map(({ ticketNumber }) => ticketNumber).sort()

/** Yields every page of a list, up to the last one that the answer names. */
async function allPages(post: Post, path: string, fields: Record<string, string | number>, session: Session) {
  const found: WireTicket[] = []
  for (let page = 1; ; page++) {
    const answer = await post<{ tickets: WireTicket[]; pages: number }>(path, { ...fields, page }, session)
    found.push(...answer.tickets)
    if (page >= answer.pages) return found
  }
}

/** Defines the tests of the state after a day; `day` is set when they run. */
export const endOfDay = (day: () => Day) =>
  describe('at the end of a day', () => {
    test('every ticket matches the model, for its customer and for staff', async () => {
      const { post, staff, customers, tickets } = day()
      for (const ticket of tickets) {
        const expected = {
          ticketNumber: ticket.number,
          title: ticket.title,
          closed: ticket.closed,
          tags: ticket.tags,
          unread: ticket.unread,
          unreadStaff: ticket.unreadStaff,
          department: { id: String(ticket.department), name: expect.any(String) },
          owner: ticket.owner === undefined ? null : expect.objectContaining({ id: String(ticket.owner) }),
          author: expect.objectContaining({ id: String(ticket.author), staff: false }),
        }
        const comments = ({ events }: WireTicket) =>
          events.filter(({ type }) => type === 'COMMENT').map(({ content }) => content)
        const author = customers.find(({ id }) => id === ticket.author) as Customer
        const toAuthor = await post<WireTicket>(
          '/ticket/get',
          { ticketNumber: ticket.number },
          author.session,
        )
        // Authors do not learn whether staff have read the ticket.
        expect(toAuthor).toMatchObject({ ...expected, unreadStaff: false })
        expect(comments(toAuthor)).toEqual(
          ticket.comments.filter((each) => !each.private).map(({ content }) => content),
        )
        const member = staff.find(({ departments }) => departments.includes(ticket.department)) as Member
        const toStaff = await post<WireTicket>('/ticket/get', { ticketNumber: ticket.number }, member.session)
        expect(toStaff).toMatchObject(expected)
        expect(comments(toStaff)).toEqual(ticket.comments.map(({ content }) => content))
      }
    })

    test('the lists of every staff member are right', async () => {
      const { post, staff, tickets } = day()
      for (const { id, departments, session } of staff) {
        const served = tickets.filter(({ department }) => departments.includes(department))
        const open = served.filter(({ closed }) => !closed)
        expect(wireNumbers(await allPages(post, '/staff/get-all-tickets', {}, session))).toEqual(
          numbers(open),
        )
        expect(wireNumbers(await allPages(post, '/staff/get-all-tickets', { closed: 1 }, session))).toEqual(
          numbers(served),
        )
        const unowned = open.filter(({ owner }) => owner === undefined)
        expect(wireNumbers(await allPages(post, '/staff/get-new-tickets', { pageSize: 7 }, session))).toEqual(
          numbers(unowned),
        )
        const owned = tickets.filter(({ owner }) => owner === id)
        expect(wireNumbers(await allPages(post, '/staff/get-tickets', { closed: 1 }, session))).toEqual(
          numbers(owned),
        )
      }
    })

    test('the counters of staff and users are right', async () => {
      const { post, staff, tickets } = day()
      const session = (staff[0] as Member).session
      const members = await post<{ id: string; assignedTickets: number; closedTickets: number }[]>(
        '/staff/get-all',
        {},
        session,
      )
      for (const { id } of staff) {
        const owned = tickets.filter(({ owner }) => owner === id)
        expect(members.find((each) => each.id === String(id))).toMatchObject({
          assignedTickets: owned.length,
          closedTickets: owned.filter(({ closed }) => closed).length,
        })
      }
      const fields = { page: 1, orderBy: 'id' }
      const { users, pages } = await post<{ users: { tickets: string }[]; pages: number }>(
        '/user/get-users',
        fields,
        session,
      )
      expect(pages).toBeGreaterThanOrEqual(2)
      expect(users.map((user) => user.tickets)).toEqual(Array.from({ length: 10 }, () => '5'))
    })

    test('every customer sees their own tickets, with their unread flags', async () => {
      const { post, customers, tickets } = day()
      for (const { id, session } of customers) {
        const own = tickets.filter(({ author }) => author === id)
        const seen = await post<{ tickets: WireTicket[] }>('/user/get', {}, session)
        expect(seen.tickets.map(({ ticketNumber, unread }) => [ticketNumber, unread])).toEqual(
          own.map(({ number, unread }) => [number, unread]),
        )
      }
    })

    test('the supervisor sees and reads the tickets of supervised users', async () => {
      const { post, customers, tickets } = day()
      const supervisor = customers[0] as Customer
      const ids = customers.slice(1, 4).map(({ id }) => id)
      const fields = { supervisedUsers: JSON.stringify(ids), showOwnTickets: 1, pageSize: 8 }
      const seen = await allPages(post, '/user/get-supervised-tickets', fields, supervisor.session)
      const expected = tickets.filter(({ author }) => [...ids, supervisor.id].includes(author))
      expect(wireNumbers(seen)).toEqual(numbers(expected))
      for (const { ticketNumber } of seen) await post('/ticket/get', { ticketNumber }, supervisor.session)
    })

    test('searches find the right tickets, page by page', async () => {
      const { post, staff, customers, tickets } = day()
      const { session } = staff[4] as Member
      const search = async (fields: Record<string, string | number>) =>
        wireNumbers(await allPages(post, '/ticket/search', { pageSize: 9, ...fields }, session))
      const inComments = (word: string) => (ticket: ModelTicket) =>
        ticket.title.includes(word) || ticket.comments.some(({ content }) => content.includes(word))
      expect(await search({})).toEqual(numbers(tickets))
      expect(await search({ query: 'zeppelin' })).toEqual(numbers(tickets.filter(inComments('Zeppelin'))))
      expect(await search({ query: 'HIPPO' })).toEqual(numbers(tickets.filter(inComments('hippopotamus'))))
      expect(await search({ tags: '[1]' })).toEqual(
        numbers(tickets.filter(({ tags }) => tags.includes('urgent'))),
      )
      expect(await search({ closed: 1, departments: '[2,3]' })).toEqual(
        numbers(tickets.filter(({ closed, department }) => closed && department !== 1)),
      )
      expect(await search({ assigned: 0 })).toEqual(
        numbers(tickets.filter(({ owner }) => owner === undefined)),
      )
      expect(await search({ unreadStaff: 1, assigned: 1 })).toEqual(
        numbers(tickets.filter(({ unreadStaff, owner }) => unreadStaff && owner !== undefined)),
      )
      const author = customers[7] as Customer
      expect(await search({ authors: JSON.stringify([{ id: author.id, isStaff: 0 }]) })).toEqual(
        numbers(tickets.filter((ticket) => ticket.author === author.id)),
      )
    })
  })
