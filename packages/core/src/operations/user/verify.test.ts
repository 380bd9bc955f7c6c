import { beforeEach, describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

const jane = { name: 'Jane', email: 'jane@example.com', password: 'correct horse' }

let desk: TestHelpdesk
let token: string
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.helpdesk.user.signup({}, jane)
  token = (await desk.mails())[0]?.variables.verificationToken ?? ''
})

const verify = (email: string, token: string) => desk.helpdesk.user.verify({}, { email, token })

test('the mailed token verifies the address, and the account can be used', async () => {
  expect(await verify('Jane@example.com', token)).toBeNull()
  expect(await desk.storage.users.byId(1)).toMatchObject({ verificationToken: null })
  expect(await desk.helpdesk.user.login({}, jane)).toMatchObject({ userId: 1 })
})

test('mails and logs nothing', async () => {
  await verify(jane.email, token)
  expect(await desk.mails()).toEqual([])
  expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toHaveLength(1)
})

test('anyone may follow the link, also signed-in users', async () => {
  expect(await desk.helpdesk.user.verify(await desk.user(), { email: jane.email, token })).toBeNull()
})

test('INVALID_TOKEN after 7 days; a new one can be asked for', async () => {
  desk.clock.advance({ days: 7 })
  await expect(verify(jane.email, token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  await desk.helpdesk.user.resendEmailToken({}, { email: jane.email })
  const next = (await desk.mails())[0]?.variables.verificationToken ?? ''
  desk.clock.advance({ days: 6 })
  expect(await verify(jane.email, next)).toBeNull()
})

test('a token of an older version ends 7 days after the sign-up', async () => {
  const old = { name: 'Old', password: '!', notRegistered: false, signupDate: desk.clock.now() }
  for (const name of ['old', 'older']) {
    const email = `${name}@example.com`
    await desk.storage.users.insert({ ...old, email, verificationToken: tokenHash(name) })
  }
  desk.clock.advance({ days: 6 })
  expect(await verify('old@example.com', 'old')).toBeNull()
  desk.clock.advance({ days: 1 })
  await expect(verify('older@example.com', 'older')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
})

describe('refusals, in their order', () => {
  test.each(['', 'jane', 'jane@localhost'])('INVALID_EMAIL for %j', async (email) => {
    await expect(verify(email, '')).rejects.toMatchObject({ code: 'INVALID_EMAIL' })
  })

  test('INVALID_TOKEN for another token, and for an address without account', async () => {
    await expect(verify(jane.email, `${token}0`)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    await expect(verify(jane.email, token.toUpperCase())).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    await expect(verify(jane.email, '')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    await expect(verify('joe@example.com', token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    expect((await desk.storage.users.byId(1))?.verificationToken).not.toBeNull()
  })

  test('INVALID_TOKEN the second time, and for an account that was verified from the start', async () => {
    await verify(jane.email, token)
    await expect(verify(jane.email, token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    await expect(verify(jane.email, '')).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  test('INVALID_TOKEN for the hash that is stored', async () => {
    const stored = (await desk.storage.users.byId(1))?.verificationToken ?? ''
    await expect(verify(jane.email, stored)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  test('TOO_MANY_REQUESTS after ten wrong tokens, even for the correct one, for 15 minutes', async () => {
    for (let count = 0; count < 10; count++) await verify(jane.email, 'wrong').catch(() => {})
    await expect(verify(jane.email, token)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    desk.clock.advance({ minutes: 15 })
    expect(await verify(jane.email, token)).toBeNull()
  })
})
