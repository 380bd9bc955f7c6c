import { beforeAll, describe, expect, test } from 'vitest'
import type { SessionContext } from '../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'

/** Who meets which ticket. Each cell gets a helpdesk of its own, as most operations change the ticket. */
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

type Stage = Awaited<ReturnType<typeof stage>>
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
  ...['author', 'supervisor', 'another user', 'ticket session', 'ticket session of another ticket', 'guest'],
  ...[...staffIn, 'staff 1 out', 'staff 2 out', 'staff 3 out'],
]

/** Which actors each operation lets through, on a ticket of a user and on one of a staff member who is out. */
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

describe('on a ticket that has an owner', () => {
  let staged: Stage
  let owner: SessionContext
  beforeAll(async () => {
    staged = await stage('user')
    const { desk, ticketNumber, away } = staged
    const member = await desk.staff({ departments: [1] })
    owner = member
    await desk.helpdesk.staff.assignTicket(member, { ticketNumber })
    await desk.storage.staff.setDepartments(member.id, [away])
  })

  test.each(['author', 'staff 3 in', 'staff 3 out'])('%s cannot delete', async (name) => {
    const { desk, actors, ticketNumber } = staged
    const call = desk.helpdesk.ticket.delete(actors[name] ?? {}, { ticketNumber })
    expect(await outcome(call)).toBe('NO_PERMISSION')
  })

  test.each(Object.entries(manage))(
    'an owner who does not serve the department cannot %s',
    async (_, call) => {
      const { desk, ticketNumber } = staged
      expect(await outcome(call(desk, owner, ticketNumber, 0))).toBe('NO_PERMISSION')
    },
  )
})
