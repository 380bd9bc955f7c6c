import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const ticketNumber = await desk.ticket({ author: jane, title: 'Printer', content: 'It <b>smokes</b>.' })
  return { desk, jane, ticketNumber, get: desk.helpdesk.ticket.get }
}

test('a ticket is complete, with its history oldest first', async () => {
  const { desk, jane, ticketNumber, get } = await stage()
  const tag = await desk.storage.tags.insert({ name: 'hardware', color: '#fff' })
  const { id = 0 } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
  await desk.storage.tickets.addTag(id, tag ?? 0)
  const olga = await desk.staff({ name: 'Olga' })
  await desk.helpdesk.staff.assignTicket(olga, { ticketNumber })
  const file = new File(['text'], 'a.txt')
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: '<i>Hurry</i>', file })
  const ticket = await get(jane, { ticketNumber })
  const date = desk.clock.now()
  const staff = { id: olga.id, name: 'Olga', email: olga.email, profilePic: null }
  const author = { id: jane.id, name: 'Jane', email: jane.email, profilePic: null, staff: false }
  expect(ticket).toEqual({
    allowed: [
      'ticket.close',
      'ticket.comment',
      'ticket.editComment',
      'ticket.editTitle',
      'ticket.get',
      'ticket.reOpen',
      'ticket.seen',
    ],
    ticketNumber,
    title: 'Printer',
    content: 'It <b>smokes</b>.',
    date,
    file: null,
    language: 'en',
    department: { id: 1, name: 'Help and Support' },
    tags: ['hardware'],
    owner: staff,
    unread: true,
    unreadStaff: false,
    closed: false,
    edited: false,
    editedTitle: false,
    unproved: false,
    fileName: null,
    earlierEvents: null,
    hasOriginalMail: false,
    author: { ...author, customfields: [] },
    events: [
      {
        type: 'ASSIGN',
        content: 'Olga',
        author: { ...staff, staff: true },
        date,
        id: 1,
        file: null,
        fileName: null,
        private: null,
        edited: false,
        hasOriginalMail: false,
      },
      {
        type: 'COMMENT',
        content: '<i>Hurry</i>',
        author,
        date,
        id: 2,
        file: desk.files.names()[0],
        fileName: 'a.txt',
        private: false,
        edited: false,
        hasOriginalMail: false,
      },
    ],
  })
})

describe('the author', () => {
  test('who is a user has the values of the custom fields', async () => {
    const { desk, jane, ticketNumber, get } = await stage()
    const field = { name: 'Size', description: '', type: 'select' as const, options: ['small', 'large'] }
    const fieldId = (await desk.storage.customFields.insert(field)) ?? 0
    await desk.storage.users.setCustomFieldValues(jane.id, [{ fieldId, value: 'large', optionId: 2 }])
    const { author } = await get(desk.admin, { ticketNumber })
    expect(author.customfields).toMatchObject([
      { customfield: 'Size', value: 'large', customfieldoption: { id: 2, name: 'large' } },
    ])
  })

  test('who is staff has none', async () => {
    const { desk, get } = await stage()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    expect((await get(desk.admin, { ticketNumber })).author).toEqual({
      id: 1,
      name: desk.admin.name,
      email: desk.admin.email,
      staff: true,
      profilePic: '',
      customfields: [],
    })
  })

  test('whose account is gone is shown as stored in the ticket', async () => {
    const { desk, get } = await stage()
    const { ticketNumber, userId } = await desk.ticketSession({ email: 'gus@customer.example' })
    await desk.storage.users.remove(userId)
    expect((await get(desk.admin, { ticketNumber })).author).toEqual({
      id: null,
      staff: false,
      name: 'Gus Guest',
      email: 'gus@customer.example',
    })
  })

  test('whose account is gone, and who had been signed in, has no name', async () => {
    const { desk, jane, ticketNumber, get } = await stage()
    await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'Hurry' })
    await desk.storage.users.remove(jane.id)
    expect(await get(desk.admin, { ticketNumber })).toMatchObject({
      author: { id: null, staff: false, name: null, email: '' },
      events: [{ type: 'COMMENT', content: 'Hurry', author: null }],
    })
  })
})

test('private comments are shown to staff, and leave no gap for others', async () => {
  const { desk, jane, ticketNumber, get } = await stage()
  const supervisor = await desk.user()
  await desk.storage.users.setSupervised(supervisor.id, [jane.id])
  const session = await desk.ticketSession()
  for (const number of [ticketNumber, session.ticketNumber]) {
    const secret = { ticketNumber: number, content: 'Careful', private: true }
    await desk.helpdesk.ticket.comment(desk.admin, secret)
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber: number, content: 'On it' })
  }
  const contents = async (session: object, number = ticketNumber) =>
    (await get(session, { ticketNumber: number })).events.map(({ content }) => content)
  expect(await contents(desk.admin)).toEqual(['Careful', 'On it'])
  for (const user of [jane, supervisor]) expect(await contents(user)).toEqual(['On it'])
  expect(await contents(session, session.ticketNumber)).toEqual(['On it'])
})

test('reading changes nothing', async () => {
  const { desk, jane, ticketNumber, get } = await stage()
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'On it' })
  const before = await desk.storage.tickets.detailsByNumber(ticketNumber)
  const logs = await desk.storage.logs.list({ offset: 0, limit: 99 })
  await desk.mails()
  for (const session of [jane, desk.admin]) await get(session, { ticketNumber })
  expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toEqual(before)
  expect(await desk.storage.logs.list({ offset: 0, limit: 99 })).toEqual(logs)
  expect(await desk.mails()).toEqual([])
})

test('a missing ticket is indistinguishable from a foreign one', async () => {
  const { desk, ticketNumber, get } = await stage()
  const stranger = await desk.user()
  for (const number of [ticketNumber, 100_001, 5, Number.NaN]) {
    await expect(get(stranger, { ticketNumber: number })).rejects.toEqual(refusal('NO_PERMISSION'))
  }
  const operation = desk.helpdesk.operations.get('/ticket/get')
  if (!operation) throw new Error('no such operation')
  for (const number of [undefined, '', `${ticketNumber}abc`, ` ${ticketNumber}`]) {
    const call = desk.helpdesk.call(operation, desk.admin, { ticketNumber: number })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  }
})

test('only staff see the unread flag of staff', async () => {
  const { desk, jane, ticketNumber, get } = await stage()
  const boss = await desk.user()
  await desk.storage.users.setSupervised(boss.id, [jane.id])
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
  for (const reader of [jane, boss]) expect((await get(reader, { ticketNumber })).unreadStaff).toBe(false)
  const listed = [
    ...(await desk.helpdesk.user.getTickets(jane)).tickets,
    ...(await desk.helpdesk.user.getSupervisedTickets(boss, { supervisedUsers: [jane.id] })).tickets,
  ]
  expect(listed.map(({ unreadStaff }) => unreadStaff)).toEqual([false, false])
  expect((await get(desk.admin, { ticketNumber })).unreadStaff).toBe(true)
  const { tickets } = await desk.helpdesk.staff.getAllTickets(desk.admin, { page: 1 })
  expect(tickets[0]?.unreadStaff).toBe(true)
})

describe('a long history', () => {
  async function longStage() {
    const { desk, jane, ticketNumber, get } = await stage()
    for (let each = 1; each <= 7; each++) {
      const words = { ticketNumber, content: String(each), private: each % 2 === 0 }
      await desk.helpdesk.ticket.comment(desk.admin, words)
    }
    const page = async (reader: object, eventsBefore?: number) => {
      const ticket = await get(reader, { ticketNumber, eventsLimit: 3, eventsBefore })
      return { words: ticket.events.map(({ content }) => content).join(''), earlier: ticket.earlierEvents }
    }
    return { desk, jane, ticketNumber, page }
  }

  test('comes in pages, the newest first, each with its oldest event first', async () => {
    const { desk, page } = await longStage()
    const newest = await page(desk.admin)
    const middle = await page(desk.admin, newest.earlier ?? 0)
    const oldest = await page(desk.admin, middle.earlier ?? 0)
    expect([newest.words, middle.words, oldest.words]).toEqual(['567', '234', '1'])
    expect(oldest.earlier).toBeNull()
  })

  test('has full pages for readers who do not see private comments', async () => {
    const { jane, page } = await longStage()
    const newest = await page(jane)
    expect(newest.words).toBe('357')
    expect(await page(jane, newest.earlier ?? 0)).toEqual({ words: '1', earlier: null })
  })

  test('is whole for clients of 4.11', async () => {
    const { desk, ticketNumber } = await longStage()
    const operation = desk.helpdesk.operations.get('/ticket/get')
    const fields = { ticketNumber, eventsLimit: 2 }
    const answer = operation && (await desk.helpdesk.call(operation, desk.admin, fields, { wire: '4.11' }))
    const contents = ['1', '2', '3', '4', '5', '6', '7'].map((content) => ({ content }))
    expect(await answer?.legacyData()).toMatchObject({ events: contents })
  })

  test.each([0, -1, 'x', 1.5])('INVALID_EVENTS_BEFORE for %j', async (eventsBefore) => {
    const { desk, ticketNumber } = await longStage()
    const operation = desk.helpdesk.operations.get('/ticket/get')
    if (!operation) throw new Error('no such operation')
    const call = desk.helpdesk.call(operation, desk.admin, { ticketNumber, eventsBefore })
    await expect(call).rejects.toEqual(refusal('INVALID_EVENTS_BEFORE'))
  })

  test.each([0, 201, 'x'])('INVALID_EVENTS_LIMIT for %j', async (eventsLimit) => {
    const { desk, ticketNumber } = await longStage()
    const operation = desk.helpdesk.operations.get('/ticket/get')
    if (!operation) throw new Error('no such operation')
    const call = desk.helpdesk.call(operation, desk.admin, { ticketNumber, eventsLimit })
    await expect(call).rejects.toEqual(refusal('INVALID_EVENTS_LIMIT'))
  })
})
