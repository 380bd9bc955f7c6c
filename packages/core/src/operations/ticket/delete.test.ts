import { describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

const everything = { offset: 0, limit: 99 }

const text = (name: string) => new File(['text'], name)

async function stage(options: TestHelpdeskOptions = {}) {
  const desk = await createTestHelpdesk(options)
  return { desk, jane: await desk.user(), remove: desk.helpdesk.ticket.delete }
}

describe('deleting a ticket', () => {
  test('removes its history and files, and updates the counter', async () => {
    const { desk, jane, remove } = await stage()
    const content = 'See <img src="IMAGE_PATH_0" />'
    const files = { file: text('a.txt'), images: [new File([png], 'a.png')] }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'A', content, ...files })
    const more = { ticketNumber, content, file: text('b.txt'), images: [new File([png], 'b.png')] }
    await desk.helpdesk.ticket.comment(jane, more)
    const keep = await desk.ticket({ author: jane })
    expect(desk.files.names()).toHaveLength(4)
    expect(await remove(jane, { ticketNumber })).toBeNull()
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(await desk.storage.tickets.byNumber(keep)).toBeDefined()
    expect(desk.files.names()).toEqual([])
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(1)
  })

  test('of a staff member leaves the counter of the user with the same id', async () => {
    const { desk, jane, remove } = await stage()
    expect(jane.id).toBe(desk.admin.id)
    await desk.ticket({ author: jane })
    await remove(desk.admin, { ticketNumber: await desk.ticket({ author: desk.admin }) })
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(1)
  })

  test('sends no mail, writes no log entry, and keeps old entries', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    const logs = await desk.storage.logs.list(everything)
    await desk.mails()
    await remove(jane, { ticketNumber })
    expect(await desk.storage.logs.list(everything)).toEqual(logs)
    expect(await desk.mails()).toEqual([])
  })

  test('works on a closed one, and on one whose author is gone', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    await desk.helpdesk.ticket.close(jane, { ticketNumber })
    await desk.storage.users.remove(jane.id)
    await remove(desk.admin, { ticketNumber })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
  })

  test('keeps files of other tickets that its text links to', async () => {
    const { desk, jane, remove } = await stage()
    await desk.helpdesk.ticket.create(jane, { title: 'A', content: 'B', file: text('a.txt') })
    const [name = ''] = desk.files.names()
    const ticketNumber = await desk.ticket({ author: jane, content: `See ${name}` })
    await remove(jane, { ticketNumber })
    expect(desk.files.names()).toEqual([name])
  })

  test('succeeds even if a file cannot be removed, which is logged', async () => {
    const warnings: object[] = []
    const log = { info: () => {}, error: () => {}, warn: (fields: object) => void warnings.push(fields) }
    const err = new Error('the disk is read-only')
    const files = {
      put: async () => {},
      open: async () => undefined,
      remove: () => Promise.reject(err),
    }
    const { desk, jane, remove } = await stage({ files, log })
    const ticket = { title: 'A', content: 'B', file: text('a.txt') }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, ticket)
    await remove(jane, { ticketNumber })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(warnings).toEqual([{ err, file: expect.stringMatching(/_a\.txt$/) }])
  })

  test('leaves the ticket session without access', async () => {
    const { desk, remove } = await stage()
    const session = await desk.ticketSession()
    const { ticketNumber } = session
    await remove(session, { ticketNumber })
    const call = desk.helpdesk.ticket.get(session, { ticketNumber })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

describe('refusals', () => {
  test('a missing ticket, before permissions are checked', async () => {
    const { jane, remove } = await stage()
    await expect(remove(jane, { ticketNumber: 100_001 })).rejects.toEqual(refusal('INVALID_TICKET'))
  })

  test('a ticket with an owner, until the owner is removed', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
    await expect(remove(jane, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    await desk.helpdesk.staff.unAssignTicket(desk.admin, { ticketNumber })
    await remove(jane, { ticketNumber })
  })

  test('a caller with only the address or the id of the author', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    const sameId = await desk.staff({ level: 2 })
    const sameAddress = await desk.staff({ level: 2, email: jane.email })
    for (const impostor of [sameId, sameAddress]) {
      await expect(remove(impostor, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    }
    const ofStaff = await desk.ticket({ author: desk.admin })
    const userWithId1 = jane
    expect(userWithId1.id).toBe(desk.admin.id)
    await expect(remove(userWithId1, { ticketNumber: ofStaff })).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('a ticket that was assigned after it was read', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    const { transaction } = desk.storage
    const takenFirst: typeof transaction = async (work) => {
      Object.assign(desk.storage, { transaction })
      await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
      return transaction(work)
    }
    Object.assign(desk.storage, { transaction: takenFirst })
    await expect(remove(jane, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.owner?.id).toBe(1)
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(1)
  })

  test('one of two concurrent callers who delete and assign', async () => {
    const { desk, jane, remove } = await stage()
    const ticketNumber = await desk.ticket({ author: jane })
    const [removed, assigned] = await Promise.allSettled([
      remove(jane, { ticketNumber }),
      desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber }),
    ])
    expect([removed.status, assigned.status].sort()).toEqual(['fulfilled', 'rejected'])
    const left = await desk.storage.tickets.byNumber(ticketNumber)
    expect(left !== undefined).toBe(assigned.status === 'fulfilled')
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(left ? 1 : 0)
  })
})
