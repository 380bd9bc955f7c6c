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

/** The time `minutes` after a noon; dates have minute precision. */
export const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 12, minutes))

/** Asserts that two lists have the same entries, in any order. */
export function assertSameSet<T>(actual: readonly T[], expected: readonly T[]): void {
  const sorted = (list: readonly T[]) => list.map((entry) => JSON.stringify(entry)).sort()
  assert.deepEqual(sorted(actual), sorted(expected))
}

/** Returns the value; fails the test if it is missing. */
export function found<T>(value: T | undefined | null): T {
  assert.ok(value !== undefined && value !== null, 'nothing was found')
  return value
}

/** Creates a user; returns the id. */
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

/** Creates a staff member; returns the id. */
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

/** Creates the users Uma and Gus and the staff member Stan, and does something with each account. */
export async function makeAccounts(
  storage: Storage,
  each: (account: AccountRef) => Promise<unknown>,
): Promise<{ uma: number; gus: number; stan: number }> {
  const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
  const stan = await makeStaff(storage, 'Stan')
  for (const account of [
    { kind: 'user', id: uma },
    { kind: 'user', id: gus },
    { kind: 'staff', id: stan },
  ] as const)
    await each(account)
  return { uma, gus, stan }
}

/** Creates the department `Support`, the user Uma and the staff member Stan, and returns a maker of tickets. */
export async function makeDesk(storage: Storage) {
  const department = await storage.departments.insert({ name: 'Support', private: false })
  const uma: AccountRef = { kind: 'user', id: await makeUser(storage, 'Uma') }
  const stan: AccountRef = { kind: 'staff', id: await makeStaff(storage, 'Stan') }
  let nextNumber = 100_001

  return {
    department,
    uma,
    stan,

    /** Creates a ticket, by Uma unless another author is given, and changes some of its state; returns its id. */
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

    /** Adds an event to a ticket, by default a public comment by Uma; returns its id. */
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

    /** Returns the ids of the matching tickets, in the requested order; asserts that the total is their number. */
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
