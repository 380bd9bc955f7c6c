import { expect, test } from 'vitest'
import { createTestHelpdesk, testPassword } from '../testing/index.js'
import { bcryptPasswords, isImportableHash, noPassword, startsAsHash } from './passwords.js'

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

test('hashes in the background are bounded and never refused', async () => {
  const passwords = bcryptPasswords(4, { running: 1, waiting: 0 })
  const hashes = await Promise.all(['a', 'b', 'c'].map((text) => passwords.hashInBackground(text)))
  expect(await passwords.matches('c', hashes[2])).toBe(true)
})

const digest = 'N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'

test.each([`$2y$10$${digest}`, `$2a$08$${digest}`, `$2b$14$${digest}`])('%s is importable', (hash) => {
  expect(isImportableHash(hash)).toBe(true)
})

test.each([
  `$2x$10$${digest}`,
  `$2$10$${digest}`,
  `$2y$07$${digest}`,
  `$2y$15$${digest}`,
  `$2y$31$${digest}`,
  `$2y$10$${digest.slice(1)}`,
  `$2y$10$${digest}y`,
  `$2y$10$${digest}\n`,
  `$2y$10$${digest.replace('8', '!')}`,
  `$2y$10$${digest.slice(0, -1)}z`,
  `$2y$10$${digest.slice(0, 21)}f${digest.slice(22)}`,
  `$2y$10$${digest.replace('N', 'é')}`,
])('%j is a hash that is not importable', (hash) => {
  expect([isImportableHash(hash), startsAsHash(hash)]).toEqual([false, true])
})

test.each(['correct horse', '$2 a day', '$2y$1', '$1$abc$defgh', '$argon2id$v=19$m=65536'])(
  '%j is no bcrypt hash',
  (text) => {
    expect([isImportableHash(text), startsAsHash(text)]).toEqual([false, false])
  },
)

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
