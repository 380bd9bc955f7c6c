import { beforeEach, describe, expect, test, vi } from 'vitest'
import { MailServerError, OpenSupports, type OutgoingMail } from '../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'

let desk: TestHelpdesk
let warnings: object[]
beforeEach(async () => {
  desk = await createTestHelpdesk()
  warnings = []
})

/** Another worker on the same storage, with its own mailer. */
function worker(send: (mail: OutgoingMail) => Promise<void>) {
  const log = { info: () => {}, warn: (fields: object) => void warnings.push(fields), error: () => {} }
  return new OpenSupports({ storage: desk.storage, mailer: { send }, clock: desk.clock, log })
}

const signup = (name: string) =>
  desk.helpdesk.user.signup({}, { name, email: `${name}@example.com`, password: 'correct horse' })

const failing = () => worker(() => Promise.reject(new Error('the line is dead')))

/** Claims the mails in the outbox, and returns them with their attempts. */
const due = async () => {
  const now = desk.clock.now()
  const mails = await desk.storage.outbox.claim(now, new Date(now.getTime() + 60_000), 1000)
  return mails.map(({ attempts }) => attempts)
}

describe('a server that cannot be used', () => {
  test('ends the round with the first mail, and the others do not wait for it', async () => {
    for (const name of ['jane', 'kim', 'lee']) await signup(name)
    let tries = 0
    const helpdesk = worker(async () => {
      tries++
      throw new MailServerError('timeout', 'the server does not answer')
    })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 1 })
    expect(tries).toBe(1)
    expect(await due()).toEqual([1, 1])
  })

  test('that hangs delays the end of a delivery by at most five seconds', async () => {
    for (let each = 0; each < 200; each++) {
      const order = { template: 'TICKET_CREATED', to: `u${each}@x.example`, language: 'en', variables: {} }
      await desk.storage.outbox.add([{ ...order, createdAt: desk.clock.now() }])
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      let tries = 0
      let cut: AbortSignal | undefined
      const hanging = new OpenSupports({
        storage: desk.storage,
        clock: desk.clock,
        mailer: {
          send(_mail, _server, options) {
            tries++
            cut = options?.signal
            return new Promise(() => {})
          },
        },
      })
      const ending = new AbortController()
      const round = hanging.deliverMail({ signal: ending.signal })
      await vi.waitUntil(() => tries === 1)
      ending.abort()
      await vi.advanceTimersByTimeAsync(5000)
      expect(await round).toEqual({ sent: 0, failed: 0 })
      expect(cut?.aborted).toBe(true)
      expect(tries).toBe(1)
      // No mail is lost, and the attempt does not count.
      expect(await due()).toEqual(new Array(200).fill(1))
    } finally {
      vi.useRealTimers()
    }
  })

  test('completes the mail under way once the delivery is to end, and begins no other', async () => {
    for (const name of ['jane', 'kim']) await signup(name)
    const ending = new AbortController()
    const helpdesk = worker(async () => ending.abort())
    expect(await helpdesk.deliverMail({ signal: ending.signal })).toEqual({ sent: 1, failed: 0 })
    expect(await due()).toEqual([1])
  })
})

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

  test('waits no longer than its wait when the clock is set back a day', async () => {
    await signup('jane')
    await failing().deliverMail()
    desk.clock.advance({ days: -1 })
    expect(await failing().deliverMail()).toEqual({ sent: 0, failed: 0 })
    desk.clock.advance({ minutes: 2 })
    expect(await desk.mails()).toMatchObject([{ to: 'jane@example.com' }])
    await signup('kim')
    desk.clock.advance({ days: -1 })
    expect(await desk.mails()).toMatchObject([{ to: 'kim@example.com' }])
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

  test('is logged, with its recipient and its cause', async () => {
    await signup('jane')
    await failing().deliverMail()
    expect(warnings).toEqual([
      {
        err: new Error('the line is dead'),
        mail: 1,
        template: 'USER_SIGNUP',
        attempts: 1,
        to: 'jane@example.com',
      },
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

  test('may fail with a value that is not an Error', async () => {
    await signup('jane')
    const helpdesk = worker(() => Promise.reject('550'))
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 1 })
  })
})

test('more mails than one batch are delivered in one run', async () => {
  for (let count = 0; count < 45; count++) await signup(`user${count}`)
  expect(await desk.helpdesk.deliverMail()).toEqual({ sent: 45, failed: 0 })
})

test('two concurrent workers deliver each mail once', async () => {
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

describe('a mail', () => {
  const ticketOf = async (email = 'gus@customer.example') => {
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    const guest = { title: 'My printer', content: 'It smokes.', email, name: 'Gus' }
    return (await desk.helpdesk.ticket.create({}, guest)).ticketNumber
  }

  test('is rendered, has the helpdesk as sender, and asks machines not to answer', async () => {
    await desk.storage.settings.set({ 'server-email': 'Help@Site.example', title: 'The\r\nSite' })
    const number = await ticketOf()
    const [mail] = await desk.mails()
    expect(mail).toMatchObject({
      template: 'TICKET_CREATED',
      to: 'gus@customer.example',
      language: 'en',
      from: { name: 'The Site', address: 'help@site.example' },
      subject: `[#${number}] We have received your request`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
    expect(mail?.html).toContain(`“#${number}”`)
    expect(mail?.text).toContain(`“#${number}”`)
  })

  test.each([
    [{ 'server-email': '', 'smtp-host': 'h', 'smtp-user': 'mailer@site.example' }, 'mailer@site.example'],
    [{ 'server-email': null, url: 'https://help.site.example/desk/' }, 'helpdesk@help.site.example'],
    [{ 'server-email': null, url: 'nowhere' }, 'helpdesk@localhost'],
  ])('comes from an address that fits, with settings %j', async (settings, address) => {
    await desk.storage.settings.set(settings)
    await signup('jane')
    expect((await desk.mails())[0]?.from.address).toBe(address)
  })

  test('of a ticket belongs to its thread, also to that of the mail that opened it', async () => {
    const uid = desk.inbox.put({
      from: 'gus@customer.example',
      headers: { 'Message-ID': '<first@customer>' },
    })
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await desk.helpdesk.pollMail()
    const [created] = await desk.mails()
    const ticketNumber = Number(created?.variables.ticketNumber)
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Unplug it.' })
    const [responded] = await desk.mails()
    expect(uid).toBe(1)
    expect(responded?.references).toEqual([created?.references[0], '<first@customer>'])
    expect(responded?.references[0]).toMatch(new RegExp(`^<ticket\\.${ticketNumber}\\.[0-9a-f]{16}@`))
    expect(responded?.messageId).not.toBe(created?.messageId)
  })

  test('keeps its id when it is retried', async () => {
    const ids: string[] = []
    await signup('jane')
    const helpdesk = worker(async ({ messageId }) => {
      ids.push(messageId)
      throw new Error('not now')
    })
    await helpdesk.deliverMail()
    desk.clock.advance({ minutes: 1 })
    await helpdesk.deliverMail()
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(ids[1])
  })

  test('that the receiver refuses permanently is not retried', async () => {
    await signup('jane')
    const refused = Object.assign(new Error('550 no such user'), { permanent: true })
    await worker(() => Promise.reject(refused)).deliverMail()
    desk.clock.advance({ days: 30 })
    expect(await desk.mails()).toEqual([])
    expect(await desk.storage.outbox.undelivered({ offset: 0, limit: 10 })).toMatchObject([
      { to: 'jane@example.com', dueAt: null, cause: '550 no such user' },
    ])
  })
})

describe('a mailer that uses the settings', () => {
  const bySettings = (servers: unknown[]) =>
    new OpenSupports({
      storage: desk.storage,
      clock: desk.clock,
      passwordCost: 4,
      mailer: { bySettings: true, send: async (_, server) => void servers.push(server) },
    })

  test('counts as none while no server is set: nothing is queued, new users are verified', async () => {
    const servers: unknown[] = []
    const helpdesk = bySettings(servers)
    const jane = { name: 'Jane', email: 'jane@example.com', password: 'correct horse' }
    await helpdesk.user.signup({}, jane)
    await helpdesk.user.sendRecoverPassword({}, jane)
    expect(await helpdesk.user.login({}, jane)).toMatchObject({ staff: false })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
    await desk.storage.settings.set({ 'smtp-host': 'mail.example', 'smtp-user': 'me', 'smtp-pass': 'secret' })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
    expect(servers).toEqual([])
  })

  test('gets the server that they name now', async () => {
    const servers: unknown[] = []
    const helpdesk = bySettings(servers)
    await signup('jane')
    await desk.storage.settings.set({ 'smtp-host': 'mail.example', 'smtp-user': 'me', 'smtp-pass': 'secret' })
    expect(await helpdesk.deliverMail()).toEqual({ sent: 1, failed: 0 })
    expect(servers).toEqual([{ host: 'mail.example', user: 'me', pass: 'secret' }])
  })
})

test('without a mailer nothing is queued, and nothing delivered', async () => {
  const desk = await createTestHelpdesk({ mail: false })
  await desk.helpdesk.user.signup({}, { name: 'Jane', email: 'jane@example.com', password: 'correct horse' })
  await desk.helpdesk.user.sendRecoverPassword({}, { email: 'jane@example.com' })
  expect(await desk.helpdesk.deliverMail()).toEqual({ sent: 0, failed: 0 })
  expect(await desk.storage.outbox.claim(desk.clock.now(), desk.clock.now(), 10)).toEqual([])
})

describe('without a mailer of its own', () => {
  const logging = () => {
    const told: string[] = []
    const warn = (_fields: object, text?: string) => void told.push(text ?? '')
    return { told, log: { info: () => {}, warn, error: () => {} } }
  }
  const signups = async (helpdesk: OpenSupports) => {
    for (const name of ['jane', 'jo']) {
      await helpdesk.user.signup({}, { name, email: `${name}@x.example`, password: 'correct horse' })
      await helpdesk.user.sendRecoverPassword({}, { email: `${name}@x.example` })
    }
  }

  test('mails are dropped, and one warning says how to fix it', async () => {
    const { told, log } = logging()
    const desk = await createTestHelpdesk({ mail: false, log })
    await signups(desk.helpdesk)
    expect(told).toEqual([expect.stringContaining("`mailer: 'queue-only'`")])
    const later = new Date(desk.clock.now().getTime() + 1)
    expect(await desk.storage.outbox.claim(later, later, 9)).toEqual([])
  })

  test('queue-only keeps mails for the process that delivers', async () => {
    const { told, log } = logging()
    const { storage, clock } = await createTestHelpdesk()
    const web = new OpenSupports({ storage, clock, log, mailer: 'queue-only' })
    await signups(web)
    expect(told).toEqual([])
    expect(await web.deliverMail()).toEqual({ sent: 0, failed: 0 })
    const sent: string[] = []
    const delivering = { send: async ({ to }: OutgoingMail) => void sent.push(to) }
    const worker = new OpenSupports({ storage, clock, mailer: delivering })
    expect(await worker.deliverMail()).toEqual({ sent: 4, failed: 0 })
    expect(sent).toHaveLength(4)
  })
})
