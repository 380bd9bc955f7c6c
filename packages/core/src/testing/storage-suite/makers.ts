import assert from 'node:assert/strict'
import type {
  AccountRef,
  NewEvent,
  NewStaff,
  NewTicket,
  NewUser,
  Storage,
  TicketFilter,
  TicketOrder,
  TicketPatch,
} from '../../storage/index.js'

/** The moment `minutes` after a noon; dates are kept to the minute. */
export const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 12, minutes))

/** Same things, whatever the order. */
export function assertSameSet<T>(actual: readonly T[], expected: readonly T[]): void {
  const sorted = (list: readonly T[]) => list.map((entry) => JSON.stringify(entry)).sort()
  assert.deepEqual(sorted(actual), sorted(expected))
}

/** What is there, or the test fails. */
export function found<T>(value: T | undefined | null): T {
  assert.ok(value !== undefined && value !== null, 'nothing was found')
  return value
}

/** A new user; the id. */
export async function makeUser(storage: Storage, name: string, more: Partial<NewUser> = {}): Promise<number> {
  return found(
    await storage.users.insert({
      name,
      email: `${name.toLowerCase()}@customer.example`,
      password: '$2a$04$user',
      signupDate: at(0),
      verificationToken: null,
      notRegistered: false,
      ...more,
    }),
  )
}

/** A new staff member; the id. */
export async function makeStaff(
  storage: Storage,
  name: string,
  more: Partial<NewStaff> = {},
): Promise<number> {
  return found(
    await storage.staff.insert({
      name,
      email: `${name.toLowerCase()}@helpdesk.example`,
      password: '$2a$04$staff',
      profilePic: null,
      level: 1,
      sendEmailOnNewTicket: false,
      ...more,
    }),
  )
}

/** A helpdesk with the department `Support`, the user Uma and the staff member Stan, and a maker of tickets. */
export async function makeDesk(storage: Storage) {
  const department = await storage.departments.insert({ name: 'Support', private: false })
  const uma: AccountRef = { kind: 'user', id: await makeUser(storage, 'Uma') }
  const stan: AccountRef = { kind: 'staff', id: await makeStaff(storage, 'Stan') }
  let nextNumber = 100_001

  return {
    department,
    uma,
    stan,

    /** A new ticket, by Uma unless another author is given, with some of its state changed; its id. */
    async ticket(
      more: Partial<NewTicket> = {},
      { owner, tags = [], ...patch }: TicketPatch & { owner?: number; tags?: readonly number[] } = {},
    ): Promise<number> {
      const id = found(
        await storage.tickets.insert({
          ticketNumber: nextNumber++,
          title: 'Broken',
          content: 'Please help.',
          language: 'en',
          departmentId: department,
          author: uma,
          authorName: 'Uma',
          authorEmail: 'uma@customer.example',
          file: null,
          date: at(0),
          unproved: false,
          ...more,
        }),
      )
      if (Object.keys(patch).length) assert.equal(await storage.tickets.update(id, patch), true)
      if (owner !== undefined) {
        assert.equal(await storage.tickets.assign(id, owner, { unread: patch.unread ?? false }), true)
      }
      for (const tag of tags) assert.equal(await storage.tickets.addTag(id, tag), true)
      return id
    },

    /** A new event of a ticket, a public comment by Uma unless something else is given; its id. */
    async event(ticketId: number, more: Partial<NewEvent> = {}): Promise<number> {
      return found(
        await storage.tickets.addEvent(ticketId, {
          type: 'COMMENT',
          content: 'A comment',
          author: uma,
          date: at(0),
          file: null,
          private: false,
          ...more,
        }),
      )
    },

    /** The ids of the tickets that match, in the order asked; the total is checked to be their number. */
    async ids(filter: TicketFilter, order: readonly TicketOrder[] = []): Promise<number[]> {
      const { tickets, total } = await storage.tickets.list({
        filter,
        order,
        events: false,
        offset: 0,
        limit: 100,
      })
      assert.equal(total, tickets.length)
      return tickets.map((ticket) => ticket.id)
    },
  }
}
