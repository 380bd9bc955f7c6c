import { beforeEach, describe, expect, test } from 'vitest'
import { OpenSupports, type OutgoingMail } from './index.js'
import { createTestHelpdesk, type TestHelpdesk } from './testing/index.js'

let desk: TestHelpdesk
let warnings: object[]
beforeEach(async () => {
  desk = await createTestHelpdesk()
  warnings = []
})

/** Another worker on the same storage, with a mailer of its own. */
function worker(send: (mail: OutgoingMail) => Promise<void>) {
  const log = { info: () => {}, warn: (fields: object) => void warnings.push(fields), error: () => {} }
  return new OpenSupports({ storage: desk.storage, mailer: { send }, clock: desk.clock, log })
}

const signup = (name: string) =>
  desk.helpdesk.user.signup({}, { name, email: `${name}@example.com`, password: 'correct horse' })

const failing = () => worker(() => Promise.reject(new Error('the line is dead')))

describe('a mail that cannot be delivered', () => {
  test('is tried again after a wait that grows, and given up after the last', async () => {
    await signup('jane')
    const helpdesk = failing()
    for (const minutes of [1, 5, 15, 60, 240, 720]) {
      expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 1 })
      desk.clock.advance({ minutes: minutes - 1 })
      expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
      desk.clock.advance({ minutes: 1 })
    }
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 1 })
    desk.clock.advance({ days: 365 })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
  })

  test('is delivered once the mailer works again', async () => {
    await signup('jane')
    await failing().deliverMail()
    expect(await desk.mails()).toEqual([])
    desk.clock.advance({ minutes: 1 })
    expect(await desk.mails()).toMatchObject([{ to: 'jane@example.com' }])
    desk.clock.advance({ days: 1 })
    expect(await desk.mails()).toEqual([])
  })

  test('is told of in the log, with its cause and without its address', async () => {
    await signup('jane')
    await failing().deliverMail()
    expect(warnings).toEqual([
      { err: new Error('the line is dead'), mail: 1, template: 'USER_SIGNUP', attempts: 1 },
    ])
  })

  test('does not hold up the others', async () => {
    const sent: string[] = []
    for (const name of ['jane', 'joe', 'jim']) await signup(name)
    const helpdesk = worker(async ({ to }) => {
      if (to === 'joe@example.com') throw new Error('no such mailbox')
      sent.push(to)
    })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 2, failed: 1 })
    expect(sent).toEqual(['jane@example.com', 'jim@example.com'])
  })

  test('may fail with what is no error', async () => {
    await signup('jane')
    const helpdesk = worker(() => Promise.reject('550'))
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 1 })
  })
})

test('more mails than one batch go in one run', async () => {
  for (let count = 0; count < 45; count++) await signup(`user${count}`)
  expect(await desk.helpdesk.deliverMail()).toEqual({ sent: 45, failed: 0 })
})

test('two workers at once deliver each mail once', async () => {
  for (let count = 0; count < 30; count++) await signup(`user${count}`)
  const sent: string[] = []
  const helpdesk = worker(async ({ to }) => void sent.push(to))
  await Promise.all([helpdesk.deliverMail(), helpdesk.deliverMail()])
  expect(new Set(sent).size).toBe(30)
  expect(sent).toHaveLength(30)
})

test('a mail whose worker died is delivered by another, ten minutes later', async () => {
  await signup('jane')
  const now = desk.clock.now()
  await desk.storage.outbox.claim(now, new Date(now.getTime() + 600_000), 1)
  expect(await desk.mails()).toEqual([])
  desk.clock.advance({ minutes: 10 })
  expect(await desk.mails()).toHaveLength(1)
})

test('the mailer gets what the mail is made of, and nothing of the outbox', async () => {
  await signup('jane')
  const [mail] = await desk.mails()
  expect(Object.keys(mail ?? {}).sort()).toEqual(['language', 'template', 'to', 'variables'])
})

test('without a mailer nothing is queued, and nothing delivered', async () => {
  const desk = await createTestHelpdesk({ mail: false })
  await desk.helpdesk.user.signup({}, { name: 'Jane', email: 'jane@example.com', password: 'correct horse' })
  await desk.helpdesk.user.sendRecoverPassword({}, { email: 'jane@example.com' })
  expect(await desk.helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
  expect(await desk.storage.outbox.claim(desk.clock.now(), desk.clock.now(), 10)).toEqual([])
})
