import { describe, expect, test } from 'vitest'
import type { SessionContext } from '../../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

/**
 * The actors and their relation to the ticket. Each cell gets its own helpdesk, since most operations change the
 * ticket.
 */
async function stage(writtenBy: 'user' | 'staff') {
  const desk = await createTestHelpdesk()
  const away = await desk.department({ name: 'Away' })
  const author = await desk.user()
  const supervisor = await desk.user()
  await desk.storage.users.setSupervised(supervisor.id, [author.id])
  const staffAuthor = await desk.staff({ departments: [away] })
  await desk.storage.settings.set({ 'mandatory-login': '0' })
  const guest = { title: 'A', content: 'B', email: 'gus@customer.example', name: 'Gus' }
  const guestTicket = await desk.helpdesk.ticket.create({}, guest)
  const otherTicket = await desk.helpdesk.ticket.create({}, guest)
  const ticketNumber =
    writtenBy === 'staff' ? await desk.ticket({ author: staffAuthor }) : await desk.ticket({ author })
  const check = (ticketNumber: number) => desk.helpdesk.ticket.check({}, { ticketNumber, email: guest.email })
  const out = { departments: [away] }
  const actors: Record<string, SessionContext> = {
    author: writtenBy === 'staff' ? staffAuthor : author,
    supervisor,
    'another user': await desk.user(),
    'ticket session': await check(guestTicket.ticketNumber),
    'ticket session of another ticket': await check(otherTicket.ticketNumber),
    guest: {},
    'staff 1 in': await desk.staff({ level: 1 }),
    'staff 2 in': await desk.staff({ level: 2 }),
    'staff 3 in': await desk.staff({ level: 3 }),
    'staff 1 out': await desk.staff({ level: 1, ...out }),
    'staff 2 out': await desk.staff({ level: 2, ...out }),
    'staff 3 out': await desk.staff({ level: 3, ...out }),
  }
  return { desk, away, actors, ticketNumber, guestTicketNumber: guestTicket.ticketNumber }
}

type Call = (
  desk: TestHelpdesk,
  session: SessionContext,
  ticketNumber: number,
  away: number,
) => Promise<unknown>

const manage: Record<string, Call> = {
  get: (desk, session, ticketNumber) => desk.helpdesk.ticket.get(session, { ticketNumber }),
  comment: (desk, session, ticketNumber) =>
    desk.helpdesk.ticket.comment(session, { ticketNumber, content: 'Hello' }),
  close: (desk, session, ticketNumber) => desk.helpdesk.ticket.close(session, { ticketNumber }),
  reOpen: (desk, session, ticketNumber) => desk.helpdesk.ticket.reOpen(session, { ticketNumber }),
  seen: (desk, session, ticketNumber) => desk.helpdesk.ticket.seen(session, { ticketNumber }),
  editTitle: (desk, session, ticketNumber) =>
    desk.helpdesk.ticket.editTitle(session, { ticketNumber, title: 'New' }),
}
const ownText: Record<string, Call> = {
  'editComment of the text': (desk, session, ticketNumber) =>
    desk.helpdesk.ticket.editComment(session, { ticketNumber, content: 'New' }),
}
const remove: Record<string, Call> = {
  delete: (desk, session, ticketNumber) => desk.helpdesk.ticket.delete(session, { ticketNumber }),
}
const staffOnly: Record<string, Call> = {
  changeDepartment: (desk, session, ticketNumber, away) =>
    desk.helpdesk.ticket.changeDepartment(session, { ticketNumber, departmentId: away }),
  assignTicket: (desk, session, ticketNumber) => desk.helpdesk.staff.assignTicket(session, { ticketNumber }),
}

const staffIn = ['staff 1 in', 'staff 2 in', 'staff 3 in']
const everybody = [
  'author',
  'supervisor',
  'another user',
  'ticket session',
  'ticket session of another ticket',
  'guest',
  ...staffIn,
  'staff 1 out',
  'staff 2 out',
  'staff 3 out',
]

/** The actors that each operation admits, on a ticket of a user and on one of a staff member outside its department. */
const matrix: readonly (readonly [
  calls: Record<string, Call>,
  user: readonly string[],
  staff: readonly string[],
])[] = [
  [manage, ['author', 'supervisor', ...staffIn], ['author', ...staffIn]],
  [ownText, ['author'], ['author']],
  [remove, ['author', 'staff 3 in', 'staff 3 out'], ['author', 'staff 3 in', 'staff 3 out']],
  [staffOnly, staffIn, ['author', ...staffIn]],
]

const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: { code?: string }) => error.code,
  )

describe.each(['user', 'staff'] as const)('on a ticket written by %s', (writtenBy) => {
  for (const [calls, ofUser, ofStaff] of matrix) {
    const allowed = writtenBy === 'user' ? ofUser : ofStaff
    describe.each(Object.entries(calls))('%s', (_, call) => {
      test.each(everybody)('by %s', async (name) => {
        const { desk, actors, ticketNumber, away } = await stage(writtenBy)
        const result = await outcome(call(desk, actors[name] ?? {}, ticketNumber, away))
        expect(result).toBe(allowed.includes(name) ? 'ok' : 'NO_PERMISSION')
      })
    })
  }
})

describe('in the ticket session of a guest', () => {
  const calls = Object.entries({ ...manage, ...ownText, ...remove })
  test.each(calls)('%s reaches that ticket', async (_, call) => {
    const { desk, actors, guestTicketNumber } = await stage('user')
    expect(await outcome(call(desk, actors['ticket session'] ?? {}, guestTicketNumber, 0))).toBe('ok')
  })
  test.each(calls)('%s reaches no other ticket of the same author', async (_, call) => {
    const { desk, actors, guestTicketNumber } = await stage('user')
    const session = actors['ticket session of another ticket'] ?? {}
    expect(await outcome(call(desk, session, guestTicketNumber, 0))).toBe('NO_PERMISSION')
  })
})

test.each(Object.entries({ ...manage, ...ownText, ...remove, ...staffOnly }))(
  'a staff author who serves the department may %s',
  async (_, call) => {
    const { desk, away } = await stage('user')
    const author = await desk.staff()
    const ticketNumber = await desk.ticket({ author })
    expect(await outcome(call(desk, author, ticketNumber, away))).toBe('ok')
  },
)

describe.each(['user', 'staff'] as const)('on a ticket written by %s that has an owner', (writtenBy) => {
  async function owned() {
    const staged = await stage(writtenBy)
    const { desk, ticketNumber, away } = staged
    const [ownerIn, ownerOut] = [await desk.staff(), await desk.staff()]
    const give = async (owner: typeof ownerIn, departments: readonly number[]) => {
      await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
      await desk.storage.staff.setDepartments(owner.id, departments)
      return owner
    }
    return { ...staged, in: () => give(ownerIn, [1]), out: () => give(ownerOut, [away]) }
  }

  test('no one can delete, not even the owner', async () => {
    const staged = await owned()
    const owner = await staged.in()
    for (const session of [...Object.values(staged.actors), owner]) {
      const call = staged.desk.helpdesk.ticket.delete(session, { ticketNumber: staged.ticketNumber })
      expect(await outcome(call)).toBe('NO_PERMISSION')
    }
  })

  const mayNot = Object.entries({ ...manage, ...ownText, ...remove, ...staffOnly })
  test.each(mayNot)('an owner who does not serve the department cannot %s', async (_, call) => {
    const staged = await owned()
    const owner = await staged.out()
    const result = await outcome(call(staged.desk, owner, staged.ticketNumber, staged.away))
    expect(['NO_PERMISSION', 'TICKET_ALREADY_ASSIGNED']).toContain(result)
  })

  test.each(everybody)('unAssign by %s', async (name) => {
    const staged = await owned()
    await staged.in()
    const { desk, actors, ticketNumber } = staged
    const result = await outcome(desk.helpdesk.staff.unAssignTicket(actors[name] ?? {}, { ticketNumber }))
    const allowed = [...staffIn, ...(writtenBy === 'staff' ? ['author'] : [])]
    expect(result).toBe(allowed.includes(name) ? 'ok' : 'NO_PERMISSION')
  })
})

test('a user has all rights to an own ticket in a private department', async () => {
  for (const call of Object.values({ ...manage, ...ownText, ...remove })) {
    const { desk, actors, ticketNumber } = await stage('user')
    const secret = await desk.department({ private: true })
    const { id = 0 } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
    await desk.storage.tickets.update(id, { departmentId: secret })
    expect(await outcome(call(desk, actors.author ?? {}, ticketNumber, 1))).toBe('ok')
  }
})

test('a ticket whose author is gone is for the staff of its department', async () => {
  const { desk, actors, ticketNumber } = await stage('user')
  const { author } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
  await desk.storage.users.remove(author?.id ?? 0)
  const results: string[] = []
  for (const name of everybody) {
    const call = desk.helpdesk.ticket.get(actors[name] ?? {}, { ticketNumber })
    if ((await outcome(call)) === 'ok') results.push(name)
  }
  expect(results).toEqual(staffIn)
})
