import { expect, test } from 'vitest'
import { createTestHelpdesk, testPassword } from '../testing/index.js'
import { bcryptPasswords, noPassword } from './passwords.js'

test('a password matches only its own hash', async () => {
  const passwords = bcryptPasswords(4)
  const hash = await passwords.hash('correct horse')
  expect(hash).toMatch(/^\$2y\$04\$/)
  expect(await passwords.matches('correct horse', hash)).toBe(true)
  for (const other of ['wrong horse', '', noPassword])
    expect(await passwords.matches(other, hash)).toBe(false)
  for (const none of [undefined, noPassword]) expect(await passwords.matches(noPassword, none)).toBe(false)
})

test('hashes beyond the bounds are SERVER_BUSY', async () => {
  const passwords = bcryptPasswords(4, { running: 1, waiting: 1 })
  const three = await Promise.allSettled([1, 2, 3].map(() => passwords.matches('x', undefined)))
  expect(three.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(await passwords.matches('x', undefined)).toBe(false)
})

test('a flood of logins is answered: each wrong, limited or SERVER_BUSY, and then the right one', async () => {
  const desk = await createTestHelpdesk()
  const logins = Array.from({ length: 200 }, (_, guess) =>
    desk.helpdesk.user
      .login({}, { email: `guess${guess}@customer.example`, password: 'wrong horse' })
      .catch((error: { code: string }) => error.code),
  )
  const codes = new Set(await Promise.all(logins))
  expect(codes).toEqual(new Set(['INVALID_CREDENTIALS', 'SERVER_BUSY']))
  const { email } = desk.admin
  expect(await desk.helpdesk.user.login({}, { email, password: testPassword, staff: true })).toMatchObject({
    userEmail: email,
  })
})
