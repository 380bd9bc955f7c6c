import { beforeEach, describe, expect, test } from 'vitest'
import type { CreateTicketParams, SessionContext } from '../index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../testing/index.js'
import { refusal } from '../testing/refusal.test-support.js'

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ name: 'Jane' })
})

const ticket = { title: 'Printer', content: 'It smokes.' }
const create = (session: SessionContext, idempotencyKey?: string, more: Partial<CreateTicketParams> = {}) =>
  desk.helpdesk.ticket.create(session, { ...ticket, ...more }, { idempotencyKey })
const countOf = async () => (await desk.helpdesk.ticket.search(desk.admin, { page: 1 })).total

describe('ticket.create with an idempotency key', () => {
  test('is answered again as the first time, and done once', async () => {
    const first = await create(jane, 'key')
    expect(await create(jane, 'key')).toEqual(first)
    expect(await countOf()).toBe(1)
    expect(await desk.mails()).toHaveLength(await mailsOfOneTicket())
  })

  test('is done again with another key, and without one', async () => {
    await create(jane, 'one')
    await create(jane, 'two')
    await create(jane)
    await create(jane)
    expect(await countOf()).toBe(4)
  })

  test.each([
    { title: 'Printers' },
    { content: 'It smoked.' },
    { departmentId: 1 },
    { file: new File(['a'], 'a.txt') },
  ])('is refused with other parameters: %j', async (other) => {
    await create(jane, 'key')
    await expect(create(jane, 'key', other)).rejects.toEqual(refusal('IDEMPOTENCY_KEY_REUSED'))
    expect(await countOf()).toBe(1)
  })

  test('tells files apart by name and content', async () => {
    await desk.storage.settings.set({ 'allow-attachments': '1' })
    const file = (content: string, name = 'a.txt') => ({ file: new File([content], name) })
    const first = await create(jane, 'key', file('abc'))
    expect(await create(jane, 'key', file('abc'))).toEqual(first)
    for (const other of [file('abd'), file('abc', 'b.txt'), {}])
      await expect(create(jane, 'key', other)).rejects.toEqual(refusal('IDEMPOTENCY_KEY_REUSED'))
  })

  test('does not mind the order of fields, nor those that are undefined', async () => {
    const first = await create(jane, 'key')
    const turned = { content: ticket.content, departmentId: undefined, title: ticket.title }
    expect(await desk.helpdesk.ticket.create(jane, turned, { idempotencyKey: 'key' })).toEqual(first)
  })

  test.each(['', ' ', 'a b', 'ü', 'a\n', 'x'.repeat(256), 7 as unknown as string])(
    'refuses the key %j',
    async (key) => {
      await expect(create(jane, key)).rejects.toEqual(refusal('INVALID_IDEMPOTENCY_KEY'))
    },
  )

  test('takes a key of 255 characters', async () => {
    const key = '~'.repeat(255)
    expect(await create(jane, key)).toEqual(await create(jane, key))
  })

  test('keeps the keys of callers apart', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    const { helpdesk } = desk
    const scopes = ['ticket.create']
    const token = () => helpdesk.system.createToken(desk.admin, { name: 'Shop', scopes })
    const callers = [jane, await desk.user(), desk.admin, await token(), await token()]
    for (const caller of callers) await create(caller, 'key')
    const guest = (email: string) => create({}, 'key', { name: 'Gus', email })
    const first = await guest('gus@x.example')
    await guest('other@x.example')
    expect(await guest('gus@x.example')).toEqual(first)
    expect(await countOf()).toBe(callers.length + 2)
  })

  test('keeps no key when the call is refused', async () => {
    await expect(create(jane, 'key', { title: ' ' })).rejects.toEqual(refusal('INVALID_TITLE'))
    await expect(create(jane, 'key')).resolves.toBeTruthy()
  })

  test('keeps neither ticket nor key when the transaction fails', async () => {
    const insert = desk.helpdesk.before('ticket.create', () => {
      throw new Error('a crash')
    })
    await expect(create(jane, 'key')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' })
    insert()
    expect(await countOf()).toBe(0)
    await create(jane, 'key')
    expect(await countOf()).toBe(1)
  })

  test('answers calls at the same time alike, with one ticket and the files of one', async () => {
    await desk.storage.settings.set({ 'allow-attachments': '1' })
    const together = Array.from({ length: 5 }, () => create(jane, 'key', { file: new File(['a'], 'a.txt') }))
    const answers = await Promise.all(together)
    expect(new Set(answers.map(({ ticketNumber }) => ticketNumber)).size).toBe(1)
    expect(await countOf()).toBe(1)
    expect(desk.files.names()).toHaveLength(1)
  })

  test('is done again a day later', async () => {
    const first = await create(jane, 'key')
    desk.clock.advance({ days: 1, minutes: -1 })
    expect(await create(jane, 'key')).toEqual(first)
    desk.clock.advance({ minutes: 1 })
    const second = await create(jane, 'key')
    expect(second).not.toEqual(first)
    expect(await create(jane, 'key')).toEqual(second)
  })

  test('few keys remove old answers, so that hosts without removeExpired() do not collect them', async () => {
    let removals = 0
    const { keptAnswers } = desk.storage
    const removeBefore = keptAnswers.removeBefore.bind(keptAnswers)
    keptAnswers.removeBefore = async (date) => {
      expect(date <= desk.clock.now()).toBe(true)
      removals++
      return removeBefore(date)
    }
    for (let key = 60; key < 70; key++) await create(desk.admin, `key-${key}`)
    expect(removals).toBe(0)
    // The first of these keys whose hash begins with 00.
    await create(desk.admin, 'key-70')
    expect(removals).toBe(1)
  })

  test('returns the number on the wire of 4.11 as the first time', async () => {
    const operation = desk.helpdesk.operations.get('/ticket/create')
    if (!operation) throw new Error('no such operation')
    const { addApiKey } = desk.helpdesk.system
    const apiKey = await addApiKey(desk.admin, { name: 'shop', shouldReturnTicketNumber: true })
    const call = async (fields: object) => {
      const given = { ...ticket, ...fields }
      const options = { wire: '4.11', idempotencyKey: `key ${Object.keys(fields)}`.replace(' ', '') } as const
      return (await desk.helpdesk.call(operation, jane, given, options)).legacyData()
    }
    const first = await call({ apiKey })
    expect(first).toEqual({ ticketNumber: expect.any(Number) })
    expect(await call({ apiKey })).toEqual(first)
    expect([await call({}), await call({})]).toEqual([null, null])
  })
})

/** The mails that one ticket of Jane's causes. */
async function mailsOfOneTicket(): Promise<number> {
  const other = await createTestHelpdesk()
  await other.helpdesk.ticket.create(await other.user({ name: 'Jane' }), ticket)
  return (await other.mails()).length
}

describe('ticket.comment with an idempotency key', () => {
  test('comments once, and answers null again, even when the ticket is closed by then', async () => {
    const ticketNumber = await desk.ticket({ author: jane })
    const comment = (content = 'Hello') =>
      desk.helpdesk.ticket.comment(jane, { ticketNumber, content }, { idempotencyKey: 'key' })
    await comment()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    expect(await comment()).toBeNull()
    await expect(comment('Hello!')).rejects.toEqual(refusal('IDEMPOTENCY_KEY_REUSED'))
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.filter(({ type }) => type === 'COMMENT')).toHaveLength(1)
  })

  test('has keys of its own', async () => {
    const { ticketNumber } = await create(jane, 'key')
    const call = desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'A' }, { idempotencyKey: 'key' })
    await expect(call).resolves.toBeNull()
  })

  test('of a ticket session is kept for that ticket', async () => {
    const session = await desk.ticketSession()
    const { ticketNumber } = session
    const comment = () =>
      desk.helpdesk.ticket.comment(session, { ticketNumber, content: 'Hello' }, { idempotencyKey: 'key' })
    await comment()
    await comment()
    const { events } = await desk.helpdesk.ticket.get(session, { ticketNumber })
    expect(events).toHaveLength(1)
  })
})

test('other operations ignore the key', async () => {
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.close(jane, { ticketNumber }, { idempotencyKey: '' })
  await desk.helpdesk.ticket.reOpen(jane, { ticketNumber }, { idempotencyKey: '' })
})
