import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SessionContext } from '../../call/index.js'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const words = { title: 'Help', content: 'Please', name: 'Gus' }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
})

const create = (email: string, session: SessionContext = {}, more: object = {}) =>
  desk.helpdesk.ticket.create(session, { ...words, email, ...more })

/** Returns how many of `most` tickets are accepted before one is refused. */
async function takenOf(most: number, open: (count: number) => Promise<unknown>): Promise<number> {
  for (let count = 0; count < most; count++) {
    const code = await open(count).then(
      () => undefined,
      (error: { code: string }) => error.code,
    )
    if (code !== undefined) {
      expect(code).toBe('TOO_MANY_REQUESTS')
      return count
    }
  }
  return most
}

describe('guests', () => {
  test('may name one mailbox ten times in an hour, in whatever spelling and from wherever', async () => {
    const spellings = ['gus@customer.example', 'GUS@customer.example', 'gus+a@customer.example']
    const taken = await takenOf(300, (count) =>
      create(spellings[count % 3] ?? '', { ip: `198.51.100.${count}` }),
    )
    expect(taken).toBe(10)
    expect(await desk.mails()).toHaveLength(20)
    desk.clock.advance({ minutes: 45 })
    const refused = create('gus@customer.example')
    await expect(refused).rejects.toMatchObject({ details: { retryAfter: 900 } })
    desk.clock.advance({ minutes: 16 })
    await create('gus@customer.example')
  })

  test.each([
    ['an IPv4 address, whatever the port', (count: number) => `203.0.113.9:${40_000 + count}`],
    ['a network of IPv6', (count: number) => `2001:db8:1:2::${count.toString(16)}`],
    ['an IPv4 address inside IPv6', (count: number) => (count % 2 ? '203.0.113.9' : '::ffff:203.0.113.9')],
  ])('may open sixty in an hour from %s', async (_, ip) => {
    expect(await takenOf(100, (count) => create(`g${count}@customer.example`, { ip: ip(count) }))).toBe(60)
    await create('other@customer.example', { ip: '2001:db8:1:3::1' })
  })

  test('of an API key that may open tickets have no limit for the network, but one for each mailbox', async () => {
    await desk.storage.apiKeys.insert({
      name: 'shop',
      token: tokenHash('key'),
      ending: 'key',
      canCreateUsers: false,
      canCreateTickets: true,
      canCheckTickets: false,
      shouldReturnTicketNumber: false,
    })
    const more = { apiKey: 'key' }
    const ip = '203.0.113.9'
    expect(await takenOf(65, (count) => create(`g${count}@customer.example`, { ip }, more))).toBe(65)
    expect(await takenOf(20, () => create('gus@customer.example', { ip }, more))).toBe(10)
  })

  test('do not count requests that are refused for another reason', async () => {
    for (let count = 0; count < 20; count++) {
      const call = create('gus@customer.example', {}, { title: ' ' })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_TITLE' })
    }
    await create('gus@customer.example')
  })
})

describe('the setting attempt-limit', () => {
  test('moves the limits', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '2' })
    expect(await takenOf(20, () => create('gus@customer.example'))).toBe(2)
  })

  test('lifts them with 0', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '0' })
    expect(await takenOf(20, () => create('gus@customer.example'))).toBe(20)
  })
})

describe('signed-in callers', () => {
  beforeEach(() => desk.storage.settings.set({ 'attempt-limit': '1' }))
  const open = (session: SessionContext) => () =>
    desk.helpdesk.ticket.create(session, { title: 'Help', content: 'Please' })

  test('may open fifty times as many, each account for itself', async () => {
    const jane = await desk.user()
    expect(await takenOf(60, open(jane))).toBe(50)
    await expect(open(jane)()).rejects.toMatchObject({ details: { retryAfter: 3600 } })
    await open(await desk.user())()
  })

  test('take no number for a ticket beyond the limit', async () => {
    const jane = await desk.user()
    expect(await takenOf(60, open(jane))).toBe(50)
    const taken = vi.spyOn(desk.storage.tickets, 'nextSequence')
    await expect(open(jane)()).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    expect(taken).not.toHaveBeenCalled()
  })

  test('wait no longer than an hour after the clock was set back', async () => {
    const jane = await desk.user()
    expect(await takenOf(60, open(jane))).toBe(50)
    desk.clock.advance({ days: -1 })
    await expect(open(jane)()).rejects.toMatchObject({ details: { retryAfter: 3600 } })
    desk.clock.advance({ minutes: 61 })
    await open(jane)()
  })

  test('are not counted for staff, or where the host vouches for the account', async () => {
    const vouched = desk.helpdesk.actingAs({ user: { email: 'jane@customer.example', name: 'Jane' } })
    for (const session of [desk.admin, vouched]) expect(await takenOf(55, open(session))).toBe(55)
  })
})

describe('comments', () => {
  test('of a user are limited in an hour, those of staff are not', async () => {
    await desk.storage.settings.set({ 'attempt-limit': '1' })
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    const comment = (session: SessionContext) =>
      desk.helpdesk.ticket.comment(session, { ticketNumber, content: 'Hello' })
    expect(await takenOf(100, () => comment(jane))).toBe(50)
    await comment(desk.admin)
    await expect(comment(jane)).rejects.toMatchObject({ details: { retryAfter: 3600 } })
    desk.clock.advance({ minutes: 61 })
    await comment(jane)
  })

  test('of users with long contents do not make a ticket too long for an answer', async () => {
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    const long = `Look: <img src="data:image/png;base64,${'A'.repeat(980_000)}" />`
    const comment = (session: SessionContext, content: string) =>
      desk.helpdesk.ticket.comment(session, { ticketNumber, content })
    for (let each = 0; each < 10; each++) await comment(jane, long)
    await expect(comment(jane, long)).rejects.toEqual(refusal('INVALID_CONTENT'))
    await comment(jane, 'It is broken')
    const ticketEventId = (await desk.helpdesk.ticket.get(jane, { ticketNumber })).events.at(-1)?.id ?? 0
    const edited = desk.helpdesk.ticket.editComment(jane, { ticketEventId, content: long })
    await expect(edited).rejects.toEqual(refusal('INVALID_CONTENT'))
    await comment(desk.admin, long)
  })
})
