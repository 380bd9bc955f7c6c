import { expect, test } from 'vitest'
import type { SessionContext } from '../index.js'
import { createTestHelpdesk } from '../testing/index.js'

/** A ticket of a user, with an owner, an author who is somebody else, and a member of the department. */
async function stage(flags: { unread: boolean; unreadStaff: boolean }) {
  const desk = await createTestHelpdesk()
  const author = await desk.user()
  const supervisor = await desk.user()
  await desk.storage.users.setSupervised(supervisor.id, [author.id])
  const owner = await desk.staff()
  const member = await desk.staff()
  const other = await desk.department()
  await desk.storage.staff.setDepartments(owner.id, [1, other])
  const ticketNumber = await desk.ticket({ author })
  await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
  const { id = 0 } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
  await desk.storage.tickets.update(id, flags)
  const { ticket, staff } = desk.helpdesk
  const calls: Record<string, (session: SessionContext) => Promise<unknown>> = {
    comment: (session) => ticket.comment(session, { ticketNumber, content: 'Hello' }),
    'private comment': (session) =>
      ticket.comment(session, { ticketNumber, content: 'Hello', private: true }),
    close: (session) => ticket.close(session, { ticketNumber }),
    reOpen: (session) => ticket.reOpen(session, { ticketNumber }),
    seen: (session) => ticket.seen(session, { ticketNumber }),
    changeDepartment: (session) => ticket.changeDepartment(session, { ticketNumber, departmentId: other }),
    editTitle: (session) => ticket.editTitle(session, { ticketNumber, title: 'New' }),
    unAssign: (session) => staff.unAssignTicket(session, { ticketNumber }),
  }
  return { desk, ticketNumber, calls, callers: { author, supervisor, owner, member } }
}

type Caller = keyof Awaited<ReturnType<typeof stage>>['callers']

/** What becomes of the flags: 1 set, 0 cleared, = as it was. */
const table: readonly (readonly [
  call: string,
  caller: Caller,
  unread: '0' | '1' | '=',
  unreadStaff: '0' | '1' | '=',
])[] = [
  ['comment', 'owner', '1', '0'],
  ['comment', 'member', '1', '1'],
  ['comment', 'author', '=', '1'],
  ['comment', 'supervisor', '=', '1'],
  ['private comment', 'owner', '=', '0'],
  ['private comment', 'member', '=', '1'],
  ['close', 'author', '0', '1'],
  ['close', 'supervisor', '1', '1'],
  ['close', 'owner', '1', '0'],
  ['close', 'member', '1', '1'],
  ['reOpen', 'owner', '1', '='],
  ['reOpen', 'member', '1', '='],
  ['reOpen', 'author', '=', '1'],
  ['seen', 'author', '0', '='],
  ['seen', 'owner', '=', '0'],
  ['seen', 'member', '=', '='],
  ['seen', 'supervisor', '=', '='],
  ['changeDepartment', 'member', '1', '='],
  ['editTitle', 'author', '=', '='],
  ['unAssign', 'member', '1', '='],
]

const after = (rule: '0' | '1' | '=', before: boolean) => (rule === '=' ? before : rule === '1')

test.each(table)(
  '%s by %s makes unread %s, unread for staff %s',
  async (call, caller, unread, unreadStaff) => {
    for (const before of [true, false]) {
      const { desk, ticketNumber, calls, callers } = await stage({ unread: before, unreadStaff: before })
      await calls[call]?.(callers[caller])
      expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
        unread: after(unread, before),
        unreadStaff: after(unreadStaff, before),
      })
    }
  },
)
