import { expect, test } from 'vitest'
import type { SessionContext } from '../../index.js'
import { createTestHelpdesk } from '../../testing/index.js'

/** A ticket of a user, of a guest, or of a staff member, with or without an owner, and the possible actors. */
async function stage(kind: Kind, flags: { unread: boolean; unreadStaff: boolean }) {
  const desk = await createTestHelpdesk()
  const user = await desk.user()
  const session = await desk.ticketSession()
  const staffAuthor = await desk.staff()
  const author = { user, guest: session, staff: staffAuthor, owner: staffAuthor, 'nobody owns': user }[kind]
  const supervisor = await desk.user()
  await desk.storage.users.setSupervised(supervisor.id, [user.id])
  const owner = kind === 'owner' ? staffAuthor : await desk.staff()
  const member = await desk.staff()
  const other = await desk.department()
  await desk.storage.staff.setDepartments(owner.id, [1, other])
  const ticketNumber = kind === 'guest' ? session.ticketNumber : await desk.ticket({ author })
  if (kind !== 'nobody owns') await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
  const { id = 0 } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
  await desk.storage.tickets.update(id, flags)
  const { ticket, staff } = desk.helpdesk
  const calls = {
    comment: (session) => ticket.comment(session, { ticketNumber, content: 'Hello' }),
    'private comment': (session) =>
      ticket.comment(session, { ticketNumber, content: 'Hello', private: true }),
    close: (session) => ticket.close(session, { ticketNumber }),
    reOpen: (session) => ticket.reOpen(session, { ticketNumber }),
    seen: (session) => ticket.seen(session, { ticketNumber }),
    changeDepartment: (session) => ticket.changeDepartment(session, { ticketNumber, departmentId: other }),
    editTitle: (session) => ticket.editTitle(session, { ticketNumber, title: 'New' }),
    editComment: (session) => ticket.editComment(session, { ticketNumber, content: 'New' }),
    get: (session) => ticket.get(session, { ticketNumber }),
    assign: (session) => staff.assignTicket(session, { ticketNumber }),
    'assign to the member': (session) => staff.assignTicket(session, { ticketNumber, staffId: member.id }),
    unAssign: (session) => staff.unAssignTicket(session, { ticketNumber }),
  } satisfies Record<string, (session: SessionContext) => Promise<unknown>>
  return { desk, ticketNumber, calls, callers: { author, supervisor, owner, member } }
}

type Kind = 'user' | 'guest' | 'staff' | 'owner' | 'nobody owns'
type Stage = Awaited<ReturnType<typeof stage>>
type Call = keyof Stage['calls']
type Caller = keyof Stage['callers']
type Rule = '0' | '1' | '='

/** The flags afterwards: 1 set, 0 cleared, = unchanged. */
const table: readonly (readonly [ticketOf: Kind, call: Call, by: Caller, unread: Rule, unreadStaff: Rule])[] =
  [
    ['user', 'comment', 'owner', '1', '0'],
    ['user', 'comment', 'member', '1', '1'],
    ['user', 'comment', 'author', '=', '1'],
    ['user', 'comment', 'supervisor', '=', '1'],
    ['guest', 'comment', 'author', '=', '1'],
    ['staff', 'comment', 'author', '0', '1'],
    ['staff', 'comment', 'owner', '1', '0'],
    ['owner', 'comment', 'author', '0', '0'],
    ['nobody owns', 'comment', 'member', '1', '1'],
    ['user', 'private comment', 'owner', '=', '0'],
    ['user', 'private comment', 'member', '=', '1'],
    ['user', 'private comment', 'author', '=', '1'],
    ['user', 'close', 'author', '0', '1'],
    ['user', 'close', 'supervisor', '1', '1'],
    ['user', 'close', 'owner', '1', '0'],
    ['user', 'close', 'member', '1', '1'],
    ['guest', 'close', 'author', '0', '1'],
    ['staff', 'close', 'author', '0', '1'],
    ['owner', 'close', 'author', '0', '0'],
    ['user', 'reOpen', 'owner', '1', '='],
    ['user', 'reOpen', 'member', '1', '='],
    ['user', 'reOpen', 'author', '=', '1'],
    ['user', 'reOpen', 'supervisor', '=', '1'],
    ['guest', 'reOpen', 'author', '=', '1'],
    ['staff', 'reOpen', 'author', '1', '='],
    ['user', 'seen', 'author', '0', '='],
    ['user', 'seen', 'owner', '=', '0'],
    ['user', 'seen', 'member', '=', '='],
    ['user', 'seen', 'supervisor', '=', '='],
    ['guest', 'seen', 'author', '0', '='],
    ['staff', 'seen', 'author', '0', '='],
    ['owner', 'seen', 'author', '0', '0'],
    ['nobody owns', 'seen', 'member', '=', '='],
    ['user', 'changeDepartment', 'member', '1', '='],
    ['user', 'changeDepartment', 'owner', '1', '='],
    ['staff', 'changeDepartment', 'author', '0', '='],
    ['staff', 'changeDepartment', 'member', '1', '='],
    ['user', 'editTitle', 'author', '=', '='],
    ['user', 'editTitle', 'member', '=', '='],
    ['user', 'editComment', 'author', '=', '='],
    ['user', 'get', 'author', '=', '='],
    ['user', 'get', 'owner', '=', '='],
    ['nobody owns', 'assign', 'member', '1', '='],
    ['nobody owns', 'assign to the member', 'owner', '1', '='],
    ['user', 'unAssign', 'member', '1', '='],
    ['user', 'unAssign', 'owner', '1', '='],
    ['staff', 'unAssign', 'author', '0', '='],
    ['owner', 'unAssign', 'author', '0', '='],
    ['owner', 'unAssign', 'member', '1', '='],
  ]

const after = (rule: Rule, before: boolean) => (rule === '=' ? before : rule === '1')

test.each(table)(
  'on a ticket of %s, %s by %s makes unread %s, unread for staff %s',
  async (kind, call, caller, unread, unreadStaff) => {
    for (const before of [true, false]) {
      const { desk, ticketNumber, calls, callers } = await stage(kind, {
        unread: before,
        unreadStaff: before,
      })
      await calls[call](callers[caller])
      expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
        unread: after(unread, before),
        unreadStaff: after(unreadStaff, before),
      })
    }
  },
)

test('a new ticket is read for its author and unread for staff, whatever its author', async () => {
  const desk = await createTestHelpdesk()
  const session = await desk.ticketSession()
  const ofUser = await desk.ticket({ author: await desk.user() })
  const ofStaff = await desk.ticket({ author: desk.admin })
  for (const ticketNumber of [ofUser, ofStaff, session.ticketNumber]) {
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      unread: false,
      unreadStaff: true,
    })
  }
})

test('a ticket assigned to its author is not unread for them', async () => {
  const desk = await createTestHelpdesk()
  const author = await desk.staff()
  const ticketNumber = await desk.ticket({ author })
  await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber, staffId: author.id })
  expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
    unread: false,
    unreadStaff: true,
  })
})
