import { beforeEach, describe, expect, test } from 'vitest'
import type { SessionContext } from '../../index.js'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const email = 'gus@customer.example'
const guest = { title: 'A', content: 'B', email, name: 'Gus' }

let desk: TestHelpdesk
let ticketNumber: number
beforeEach(async () => {
  const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'right' }
  desk = await createTestHelpdesk({ captcha, settings: { 'mandatory-login': '0' } })
  ticketNumber = (await desk.helpdesk.ticket.create({}, guest)).ticketNumber
})

const check = (
  params: { ticketNumber?: number; email?: string; captcha?: string; apiKey?: string } = {},
  session: SessionContext = {},
) => desk.helpdesk.ticket.check(session, { ticketNumber, email, ...params })

describe('with the number and the address', () => {
  test('gets a session for that ticket, in whatever letter case the address is written', async () => {
    const session = await check({ email: 'GUS@customer.example' })
    expect(session).toEqual({ token: expect.stringMatching(/^[0-9a-f]{40}$/), userId: 1, ticketNumber })
    expect((await desk.helpdesk.ticket.get(session, { ticketNumber })).title).toBe('A')
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: true })
    await desk.helpdesk.user.logout(session)
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
  })

  test('may do so again, also within the session, and each session is its own', async () => {
    const one = await check()
    const other = await check({}, one)
    expect(other.token).not.toBe(one.token)
    for (const session of [one, other]) await desk.helpdesk.ticket.get(session, { ticketNumber })
  })

  test('leaves no row in the log, and no mail', async () => {
    const before = await desk.storage.logs.list({ offset: 0, limit: 99 })
    await desk.mails()
    await check()
    expect(await desk.storage.logs.list({ offset: 0, limit: 99 })).toEqual(before)
    expect(await desk.mails()).toEqual([])
  })
})

describe('the answer does not reveal which numbers exist', () => {
  test.each([
    ['another address', { email: 'other@customer.example' }],
    ['a number that is not there', { ticketNumber: 999_999 }],
  ])('with %s', async (_, change) => {
    await expect(check(change)).rejects.toEqual(refusal('INVALID_TICKET'))
  })

  test('for tickets that were written without an address', async () => {
    const jane = await desk.user()
    const ofUser = { ticketNumber: await desk.ticket({ author: jane }), email: jane.email }
    const ofStaff = { ticketNumber: await desk.ticket({ author: desk.admin }), email: desk.admin.email }
    for (const ticket of [ofUser, ofStaff]) {
      await expect(check(ticket)).rejects.toEqual(refusal('INVALID_TICKET'))
    }
  })

  test('for a ticket whose account is gone', async () => {
    await desk.storage.users.remove(1)
    await expect(check()).rejects.toEqual(refusal('INVALID_TICKET'))
  })
})

describe('a guessing caller', () => {
  const guess = (ip?: string) =>
    check({ email: 'other@customer.example' }, ip === undefined ? {} : { ip }).catch(
      (error: { code: string }) => error.code,
    )

  test('is blocked after ten wrong guesses, even with the correct one, for 15 minutes', async () => {
    for (let count = 0; count < 10; count++) expect(await guess()).toBe('INVALID_TICKET')
    expect(await guess()).toBe('TOO_MANY_REQUESTS')
    await expect(check()).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    desk.clock.advance({ minutes: 15 })
    expect((await check()).ticketNumber).toBe(ticketNumber)
  })

  test('is stopped for one number, not for the others', async () => {
    for (let count = 0; count < 11; count++) await guess()
    const other = await desk.helpdesk.ticket.create({}, guest)
    expect((await check(other)).ticketNumber).toBe(other.ticketNumber)
  })

  test('is stopped after a hundred numbers from one address', async () => {
    const ip = '203.0.113.1'
    const codes = new Set<string>()
    for (let number = 100_000; number < 100_100; number++) {
      await check({ ticketNumber: number }, { ip }).catch((error: { code: string }) => codes.add(error.code))
    }
    expect([...codes]).toEqual(['INVALID_TICKET'])
    await expect(check({}, { ip })).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    expect((await check({}, { ip: '203.0.113.2' })).ticketNumber).toBe(ticketNumber)
  })

  test('is counted from zero after a correct one', async () => {
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++) expect(await guess()).toBe('INVALID_TICKET')
      await check()
    }
  })
})

describe('with captchas turned on', () => {
  const key = (token: string, rights: object) =>
    desk.storage.apiKeys.insert({
      name: token,
      token: tokenHash(token),
      ending: token.slice(-4),
      canCreateUsers: false,
      canCreateTickets: false,
      canCheckTickets: false,
      shouldReturnTicketNumber: false,
      ...rights,
    })
  beforeEach(async () => {
    await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
    await key('may', { canCheckTickets: true })
    await key('may not', { canCreateUsers: true, canCreateTickets: true, shouldReturnTicketNumber: true })
  })

  test.each([
    [{ captcha: 'right' }, true],
    [{}, false],
    [{ captcha: '' }, false],
    [{ captcha: 'wrong' }, false],
    [{ apiKey: 'may' }, true],
    [{ apiKey: 'may', captcha: 'wrong' }, true],
    [{ apiKey: 'may not' }, false],
    [{ apiKey: 'may not', captcha: 'right' }, false],
    [{ apiKey: 'unknown', captcha: 'right' }, true],
    [{ apiKey: 'unknown' }, false],
  ])('%j passes: %s', async (params, passes) => {
    if (passes) expect(await check(params)).toMatchObject({ ticketNumber })
    else await expect(check(params)).rejects.toEqual(refusal('INVALID_CAPTCHA'))
  })
})

describe('refusals', () => {
  test('every caller while mandatory login is on', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    for (const session of [{}, await desk.user(), desk.admin]) {
      await expect(check({}, session)).rejects.toEqual(refusal('NO_PERMISSION'))
    }
  })

  test('a disabled author', async () => {
    await desk.storage.users.update(1, { disabled: true })
    await expect(check()).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('an address that is banned', async () => {
    await desk.storage.bans.add(email)
    await expect(check()).rejects.toEqual(refusal('ALREADY_BANNED'))
  })
})

test('of several reasons to refuse, the first answers', async () => {
  await desk.storage.settings.set({ 'recaptcha-private': 'secret', 'mandatory-login': '1' })
  const operation = desk.helpdesk.operations.get('/ticket/check')
  if (!operation) throw new Error('no such operation')
  const call = (fields: object) => desk.helpdesk.call(operation, {}, { ...fields })
  for (const bad of [undefined, '', '5', `${ticketNumber}abc`, ' 123456', '1234567890']) {
    await expect(call({ ticketNumber: bad, email: 'gus' })).rejects.toEqual(refusal('INVALID_TICKET'))
  }
  const number = { ticketNumber: '999999' }
  await expect(call({ ...number, email: 'gus' })).rejects.toEqual(refusal('INVALID_EMAIL'))
  const known = { ...number, email: 'other@customer.example' }
  await expect(call(known)).rejects.toEqual(refusal('INVALID_CAPTCHA'))
  await expect(call({ ...known, captcha: 'right' })).rejects.toEqual(refusal('NO_PERMISSION'))
})
