import { testPassword } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import type { TextStore } from './index.js'
import { serveDesk } from './serving.test-support.js'

/** A store like React Native's, whose methods are asynchronous. */
function asyncStore() {
  const values = new Map<string, string>()
  const storage: TextStore = {
    getItem: async (key) => values.get(key) ?? null,
    setItem: async (key, value) => values.set(key, value),
    removeItem: async (key) => values.delete(key),
  }
  return { values, storage }
}

const remembered = (email: string) => ({ email, password: testPassword, remember: true })

test('a login opens the session of the client, and a logout ends it', async () => {
  const { desk, client } = await serveDesk()
  const { email, name } = await desk.user({ name: 'Jane' })
  const jane = client()
  expect(await jane.session.get()).toBeUndefined()
  const answer = await jane.user.login({ email, password: testPassword })
  expect(answer.rememberExpiration).toBeNull()
  expect(await jane.session.get()).toMatchObject({ userId: answer.userId, token: answer.token, staff: false })
  expect(await jane.user.get()).toMatchObject({ name, email })
  await jane.user.logout()
  expect(await jane.session.get()).toBeUndefined()
  await expect(jane.user.get()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  expect(await desk.helpdesk.user.checkSession(answer)).toEqual({ sessionActive: false })
})

test('the link of a mail opens a session for its ticket', async () => {
  const { client } = await serveDesk({ helpdesk: { settings: { 'mandatory-login': '0' } } })
  const guest = client()
  const email = 'gus@customer.example'
  const ticket = { title: 'Order', content: 'It never came.', email, name: 'Gus' }
  const { ticketNumber } = await guest.ticket.create(ticket)
  await guest.ticket.check({ ticketNumber, email })
  expect(await guest.session.get()).toMatchObject({ ticketNumber })
  await guest.ticket.comment({ ticketNumber, content: 'Still not here.' })
  expect((await guest.ticket.get({ ticketNumber })).events).toHaveLength(1)
})

test('a session that the host opened is kept as it is given', async () => {
  const { desk, client } = await serveDesk()
  const { userId, token = '' } = await desk.user({ name: 'Jane' })
  const jane = client()
  await jane.session.set({ userId: Number(userId), token })
  expect(await jane.user.get()).toMatchObject({ name: 'Jane' })
  await jane.session.set()
  expect(await jane.session.get()).toBeUndefined()
})

describe('a store', () => {
  test('keeps the session for the next client, and for others at once', async () => {
    const { desk, client } = await serveDesk()
    const { values, storage } = asyncStore()
    const { email } = await desk.user()
    const [one, other] = [client({ storage }), client({ storage })]
    await one.user.login({ email, password: testPassword })
    expect(await other.user.get()).toMatchObject({ email })
    expect(await client({ storage }).user.get()).toMatchObject({ email })
    await other.user.logout()
    expect(await one.session.get()).toBeUndefined()
    expect(values.size).toBe(0)
  })

  test('keeps the sessions of two helpdesks apart', async () => {
    const { storage } = asyncStore()
    const [one, other] = [await serveDesk(), await serveDesk()]
    await one.customer({ storage })
    expect(await other.client({ storage }).session.get()).toBeUndefined()
    expect(await one.client({ storage }).session.get()).toBeDefined()
  })

  test.each(['not JSON', 'null', '{}', '[]', '12', '{"token":""}'])(
    'with %s has no session',
    async (text) => {
      const { client } = await serveDesk()
      const { storage } = asyncStore()
      const broken = client({ storage: { ...storage, getItem: () => text } })
      expect(await broken.session.get()).toBeUndefined()
      expect(await broken.user.checkSession()).toEqual({ sessionActive: false })
    },
  )
})

describe('a session that has ended', () => {
  test('is opened again by its remember token, and the call is made', async () => {
    const { desk, client } = await serveDesk()
    const { email } = await desk.user()
    const jane = client()
    const first = await jane.user.login(remembered(email))
    await desk.storage.sessions.removeOf({ kind: 'user', id: first.userId })
    const file = new File(['x'], 'a.txt')
    const { ticketNumber } = await jane.ticket.create({ title: 'Printer', content: 'It smokes.', file })
    expect(await jane.ticket.get({ ticketNumber })).toMatchObject({
      author: { id: first.userId },
      fileName: 'a.txt',
    })
    const now = await jane.session.get()
    expect(now?.token).not.toBe(first.token)
    expect(now?.rememberToken).not.toBe(first.rememberToken)
  })

  test('is opened again once for all calls that need it', async () => {
    const { desk, client } = await serveDesk()
    const { email } = await desk.user()
    const jane = client()
    const { userId } = await jane.user.login(remembered(email))
    await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
    const answers = await Promise.all(Array.from({ length: 5 }, () => jane.user.get()))
    expect(answers.map((answer) => answer.email)).toEqual(Array.from({ length: 5 }, () => email))
  })

  test('is taken from another tab that opened it again', async () => {
    const { desk, client } = await serveDesk()
    const { email } = await desk.user()
    const { storage } = asyncStore()
    const [one, other] = [client({ storage }), client({ storage })]
    const { userId } = await one.user.login(remembered(email))
    await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
    expect(await one.user.get()).toMatchObject({ email })
    expect(await other.user.get()).toMatchObject({ email })
  })

  test('is forgotten without a remember token, and the call is refused', async () => {
    const { desk, customer } = await serveDesk()
    const jane = await customer()
    const { userId = 0 } = (await jane.session.get()) ?? {}
    await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
    await expect(jane.user.get()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(await jane.session.get()).toBeUndefined()
  })

  test('is forgotten when the account was disabled', async () => {
    const { desk, client } = await serveDesk()
    const { id, email } = await desk.user()
    const jane = client()
    await jane.user.login(remembered(email))
    await desk.helpdesk.user.disable(desk.admin, { userId: id })
    await desk.storage.sessions.removeOf({ kind: 'user', id })
    expect(await jane.session.check()).toBe(false)
    expect(await jane.session.get()).toBeUndefined()
  })

  test('is kept while the server cannot say whether the remember token is good', async () => {
    const { desk, client } = await serveDesk()
    const { email } = await desk.user()
    let isDown = false
    const jane = client({
      retries: 0,
      fetch: (url, init) =>
        isDown && url.endsWith('/login') ? Promise.reject(new TypeError()) : fetch(url, init),
    })
    const { userId } = await jane.user.login(remembered(email))
    await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
    isDown = true
    await expect(jane.user.get()).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    isDown = false
    expect(await jane.user.get()).toMatchObject({ email })
  })

  test('needs no logout', async () => {
    const { desk, customer } = await serveDesk()
    const jane = await customer()
    const { userId = 0 } = (await jane.session.get()) ?? {}
    await desk.storage.sessions.removeOf({ kind: 'user', id: userId })
    expect(await jane.user.logout()).toBeNull()
    expect(await jane.session.get()).toBeUndefined()
  })
})

test('a refusal leaves a session that is alive alone', async () => {
  const { customer } = await serveDesk()
  const jane = await customer()
  const before = await jane.session.get()
  await expect(jane.system.getApiKeys()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  expect(await jane.session.get()).toEqual(before)
  expect(await jane.session.check()).toBe(true)
})

test('there is nothing to check without a session', async () => {
  const { client } = await serveDesk()
  expect(await client().session.check()).toBe(false)
})
