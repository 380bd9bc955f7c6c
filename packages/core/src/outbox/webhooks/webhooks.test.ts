import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  memoryStorage,
  OpenSupports,
  restoreBackup,
  type WebhookRequest,
  type WebhookSender,
} from '../../index.js'
import {
  countedRandom,
  createTestHelpdesk,
  type TestAccount,
  type TestHelpdesk,
} from '../../testing/index.js'

let desk: TestHelpdesk
let jane: TestAccount
let requests: WebhookRequest[]
let warnings: object[]
const log = {
  info: () => {},
  warn: (fields: object) => void warnings.push(fields),
  error: (fields: object) => void warnings.push(fields),
}
beforeEach(async () => {
  requests = []
  warnings = []
  desk = await createTestHelpdesk({ log })
  jane = await desk.user()
})

/** A receiver that answers with a status, or not at all. */
const receiver = (
  answer: (request: WebhookRequest) => number | Error,
  retryAfter?: string,
): WebhookSender => ({
  async send(request) {
    requests.push(request)
    const status = answer(request)
    if (status instanceof Error) throw status
    return { status, retryAfter }
  },
})
const willing = receiver(() => 204)
const broken = receiver(() => new Error('connection refused'))

const make = (events: readonly string[] = ['*'], url = 'https://shop.example/hooks') =>
  desk.helpdesk.system.createWebhook(desk.admin, { url, events })

const ticket = () => desk.ticket({ author: jane })
const deliver = (sender: WebhookSender = willing) => desk.helpdesk.deliverWebhooks(sender)
const listed = async () => (await desk.helpdesk.system.getWebhooks(desk.admin))[0]
const deliveries = () => desk.helpdesk.system.getWebhookDeliveries(desk.admin, { webhookId: 1, page: 1 })
const types = () => requests.map(({ body }) => JSON.parse(body).type as string)

describe('a webhook gets', () => {
  test('the events that it names, with ids in place of contents', async () => {
    await make(['ticket.created', 'department.*'])
    const ticketNumber = await ticket()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await desk.helpdesk.system.addDepartment(desk.admin, { name: 'Orders' })
    expect(await deliver()).toEqual({ sent: 2, failed: 0 })
    expect(requests.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([
      [
        'https://shop.example/hooks',
        {
          type: 'ticket.created',
          timestamp: desk.clock.now().toISOString(),
          data: { ticketNumber, departmentId: 1, by: { kind: 'user', id: jane.id } },
        },
      ],
      ['https://shop.example/hooks', expect.objectContaining({ type: 'department.created' })],
    ])
  })

  test('nothing that happened before it was made, and nothing while it was disabled', async () => {
    await ticket()
    desk.clock.advance({ minutes: 1 })
    const { id: webhookId } = await make(['ticket.created', 'user.created'])
    await deliver()
    await desk.helpdesk.system.editWebhook(desk.admin, { webhookId, enabled: false })
    await ticket()
    await deliver()
    desk.clock.advance({ minutes: 1 })
    await desk.helpdesk.system.editWebhook(desk.admin, { webhookId, enabled: true })
    await desk.helpdesk.user.signup({}, { name: 'Kim', email: 'k@x.example', password: 'correct horse' })
    await deliver()
    expect(types()).toEqual(['user.created'])
  })

  test('each event once, whatever the number of processes', async () => {
    await make(['ticket.created'])
    for (let count = 0; count < 5; count++) await ticket()
    await Promise.all([deliver(), deliver(), deliver()])
    await deliver()
    expect(requests).toHaveLength(5)
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(5)
  })

  test('no secret, password or hash', async () => {
    await make()
    const { system, user, staff } = desk.helpdesk
    const password = 'battery staple'
    await user.signup({}, { name: 'Kim', email: 'k@x.example', password })
    await staff.invite(desk.admin, { name: 'Ina', email: 'i@x.example', level: 1, departments: [1] })
    const key = await system.addApiKey(desk.admin, { name: 'shop' })
    const { token } = await system.createToken(desk.admin, { name: 'A', scopes: ['ticket.*'] })
    await system.editSettings(desk.admin, { 'smtp-pass': 'smtp secret', 'smtp-host': 'h' })
    const { secret } = await make()
    await deliver()
    const sent = requests.map(({ body }) => body).join(' ')
    for (const name of ['apiKey.created', 'token.created', 'settings.edited', 'webhook.created'])
      expect(sent).toContain(name)
    for (const hidden of [password, key, token, 'smtp secret', secret, '$2'])
      expect(sent).not.toContain(hidden)
  })

  test('events of a thousand at most per round, and the others in the next', async () => {
    await make(['user.created'])
    const event = { name: 'ban.added', by: null, at: desk.clock.now(), payload: '{}' }
    await deliver()
    const start = (await desk.storage.webhooks.byId(1))?.position ?? 0
    await desk.storage.events.add(Array.from({ length: 1200 }, () => event))
    const moved = async () => ((await desk.storage.webhooks.byId(1))?.position ?? 0) - start
    await deliver()
    expect(await moved()).toBe(1000)
    await deliver()
    expect(await moved()).toBe(1200)
  })
})

describe('a request', () => {
  const secretsOf = (headers: Readonly<Record<string, string>> = {}) =>
    headers['webhook-signature']?.split(' ')

  test('is signed as the specification shows', async () => {
    await make(['ticket.created'])
    await ticket()
    await deliver()
    const [request] = requests
    expect(request?.headers).toEqual({
      'content-type': 'application/json',
      'user-agent': 'OpenSupports-Webhooks',
      'webhook-id': expect.stringMatching(/^msg_[0-9a-f]{40}$/),
      'webhook-timestamp': String(desk.clock.now().getTime() / 1000),
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    })
  })

  test('has the signatures of both secrets after a rotation, until the old one ends', async () => {
    const { id: webhookId } = await make(['ticket.created'])
    await desk.helpdesk.system.rotateWebhookSecret(desk.admin, { webhookId, keepOldForHours: 1 })
    await ticket()
    await deliver()
    desk.clock.advance({ minutes: 60 })
    await ticket()
    await deliver()
    expect(requests.map(({ headers }) => secretsOf(headers)?.length)).toEqual([2, 1])
  })
})

describe('a delivery that fails', () => {
  /** The least and the most bytes of which a whole number from 0 to 100 is made. */
  const [least, most] = [
    [0, 0, 0, 0, 0, 0],
    [255, 255, 255, 255, 255, 230],
  ]

  test.each([
    ['', least, 1],
    [', each longer by a tenth at most', most, 1.1],
  ])('is repeated after waits that grow%s, and then given up', async (_, drawn, factor) => {
    const { bytes } = countedRandom()
    let isFixed = false
    const random = { bytes: (size: number) => (isFixed && size === 6 ? Uint8Array.from(drawn) : bytes(size)) }
    desk = await createTestHelpdesk({ log, random })
    jane = await desk.user()
    await make(['ticket.created'])
    await ticket()
    isFixed = true
    const hour = 3600
    const waits = [5, 300, hour / 2, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
    for (const wait of waits) {
      expect(await deliver(broken)).toEqual({ sent: 0, failed: 1 })
      desk.clock.advance({ seconds: wait * factor - 1 })
      expect(await deliver(broken)).toEqual({ sent: 0, failed: 0 })
      desk.clock.advance({ seconds: 1 })
    }
    expect(await deliver(broken)).toEqual({ sent: 0, failed: 1 })
    desk.clock.advance({ days: 1 })
    expect(await deliver(broken)).toEqual({ sent: 0, failed: 0 })
    expect(await deliveries()).toMatchObject([
      { state: 'failed', attempts: 10, nextAttemptAt: null, status: null, cause: 'connection refused' },
    ])
    expect(new Set(requests.map(({ headers, body }) => headers['webhook-id'] + body)).size).toBe(1)
    expect(warnings).toHaveLength(10)
  })

  test.each([
    [302, 'the receiver answered 302, and redirects are not followed'],
    [400, 'the receiver answered 400'],
    [503, 'the receiver answered 503'],
  ])('with status %d says so', async (status, cause) => {
    await make(['ticket.created'])
    await ticket()
    await deliver(receiver(() => status))
    expect(await deliveries()).toMatchObject([{ state: 'waiting', status, cause }])
    expect((await listed())?.failingSinceAt).toEqual(desk.clock.now())
    desk.clock.advance({ seconds: 6 })
    await deliver()
    expect(await deliveries()).toMatchObject([{ state: 'delivered', status: 204, cause: null }])
    expect((await listed())?.failingSinceAt).toBeNull()
  })

  test.each([
    [new Error('timeout'), 1],
    [500, 1],
    [429, 1],
    [404, 3],
  ])('with %s leads to %d attempts in this round', async (answer, attempts) => {
    await make(['ticket.created'])
    for (let count = 0; count < 3; count++) await ticket()
    await deliver(receiver(() => answer))
    expect(requests).toHaveLength(attempts)
  })

  test('does not hold up other webhooks', async () => {
    await make(['ticket.created'], 'https://broken.example')
    await make(['ticket.created'])
    await ticket()
    const half = receiver(({ url }) => (url.includes('broken') ? 500 : 200))
    expect(await deliver(half)).toEqual({ sent: 1, failed: 1 })
  })

  test('waits no longer than its wait when the clock is set back', async () => {
    await make(['ticket.created'])
    await ticket()
    await deliver(broken)
    desk.clock.advance({ days: -365 })
    await deliver(broken)
    desk.clock.advance({ days: 1, minutes: 144 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })

  test('whose worker died is repeated by another, two minutes later', async () => {
    await make(['ticket.created'])
    await ticket()
    const ending = new AbortController()
    const dying = { send: () => new Promise<never>(() => ending.abort()) }
    void desk.helpdesk.deliverWebhooks(dying, { signal: new AbortController().signal })
    await expect.poll(() => ending.signal.aborted).toBe(true)
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    desk.clock.advance({ minutes: 2 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })
})

describe('`Retry-After`', () => {
  const day = 24 * 3600
  const at = (seconds: number) => new Date(desk.clock.now().getTime() + seconds * 1000)
  /** Fails with a status and the header, and returns after how many seconds the delivery is sent. */
  async function waitAfter(retryAfter: string, status = 503): Promise<number> {
    await make(['ticket.created'])
    await ticket()
    const failedAt = desk.clock.now()
    await deliver(receiver(() => status, retryAfter))
    const [delivery] = await deliveries()
    return (Number(delivery?.nextAttemptAt) - failedAt.getTime()) / 1000
  }

  test.each([
    ['90', 90],
    ['0', 5],
    ['3', 5],
    ['86400', day],
    ['86401', day],
    ['9'.repeat(400), day],
    ['-90', 5],
    ['1.5', 5],
    ['90 seconds', 5],
    ['', 5],
    ['2026-03-02T13:00:00Z', 5],
    ['Mon, 02 Mar 2026 13:00:00 GMT', 3600],
    ['Tue, 03 Mar 2026 13:00:00 GMT', day],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 5],
    ['Mon, 99 Abc 2026 13:00:00 GMT', 5],
  ])('of %j lets the retry wait %d seconds, and up to a tenth more', async (retryAfter, seconds) => {
    const wait = await waitAfter(retryAfter)
    expect(wait).toBeGreaterThanOrEqual(seconds)
    expect(wait).toBeLessThanOrEqual(seconds * 1.1)
  })

  test('holds up all deliveries of the webhook, and no other webhook', async () => {
    await make(['ticket.created'])
    await make(['ticket.created'], 'https://other.example')
    await ticket()
    const busy = receiver(({ url }) => (url.includes('other') ? 204 : 429), '3600')
    expect(await deliver(busy)).toEqual({ sent: 1, failed: 1 })
    await ticket()
    expect(await deliver(busy)).toEqual({ sent: 1, failed: 0 })
    desk.clock.advance({ seconds: 3599 })
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    desk.clock.advance({ seconds: 1 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
    desk.clock.advance({ seconds: 360 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })

  test('is known to other processes: an attempt that has begun does not count', async () => {
    await make(['ticket.created'])
    await ticket()
    const { webhooks } = desk.storage
    const byId = vi.spyOn(webhooks, 'byId').mockImplementationOnce(async (id) => {
      await webhooks.update(id, { pausedUntil: at(60) })
      return webhooks.byId(id)
    })
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    byId.mockRestore()
    expect(requests).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 0 }])
  })

  test('of an answer about one delivery holds up only that one', async () => {
    expect(await waitAfter('3600', 404)).toBeGreaterThanOrEqual(3600)
    await ticket()
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })

  test('ends when staff send again, name another URL, or enable the webhook', async () => {
    const { system } = desk.helpdesk
    const busy = receiver(() => 503, '3600')
    const pause = async () => {
      await desk.storage.webhooks.update(1, { pausedUntil: at(3600) })
      await ticket()
      expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    }
    await make(['ticket.created'])
    await ticket()
    await deliver(busy)
    await system.retryWebhookDelivery(desk.admin, { deliveryId: 1 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
    await pause()
    await system.editWebhook(desk.admin, { webhookId: 1, description: 'Shop' })
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    await system.editWebhook(desk.admin, { webhookId: 1, url: 'https://new.example/' })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
    await pause()
    await system.editWebhook(desk.admin, { webhookId: 1, enabled: false })
    await system.editWebhook(desk.admin, { webhookId: 1, enabled: true })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })

  test('does not hold up a webhook when the clock was set back', async () => {
    await waitAfter('3600')
    desk.clock.advance({ days: -365 })
    await deliver()
    desk.clock.advance({ days: 1, minutes: 144 })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })
})

describe('a webhook is disabled', () => {
  test('when it gives up a delivery after five days of failures, with an event and a line in the log', async () => {
    await make(['ticket.created'])
    await ticket()
    const disabled: number[] = []
    desk.helpdesk.on('webhook.disabled', ({ webhookId }) => disabled.push(webhookId))
    for (let attempt = 1; attempt < 10; attempt++) {
      await deliver(broken)
      desk.clock.advance({ days: 2 })
    }
    expect(await listed()).toMatchObject({ enabled: true })
    await deliver(broken)
    expect(await listed()).toMatchObject({ enabled: false, disabledBecause: 'failing' })
    expect(await deliver(broken)).toEqual({ sent: 0, failed: 0 })
    expect(disabled).toEqual([1])
    expect(warnings.at(-1)).toEqual({ webhook: 1 })
    await desk.storage.events.position(1000)
    const { last = 0 } = (await desk.storage.events.range()) ?? {}
    expect(await desk.storage.events.after(last - 1, 1)).toMatchObject([{ name: 'webhook.disabled' }])
  })

  const mailsAbout = async () =>
    (await desk.mails()).filter(({ template }) => template === 'WEBHOOK_DISABLED')
  const gone = receiver(() => 410)

  test('with a mail to each member of level 3 who can sign in', async () => {
    const [other, off] = [await desk.staff({ level: 3 }), await desk.staff({ level: 3 })]
    await desk.staff({ level: 2 })
    await desk.storage.staff.update(off.id, { disabled: true })
    await desk.helpdesk.system.createWebhook(desk.admin, {
      url: 'https://shop.example:8443/hooks?key=secret',
      events: ['ticket.created'],
      description: 'Shop <b>',
    })
    await ticket()
    await deliver(gone)
    await deliver(gone)
    const mails = await mailsAbout()
    expect(mails.map(({ to }) => to)).toEqual([desk.admin.email, other.email])
    expect(mails[0]).toMatchObject({
      subject: 'Webhook disabled: Shop <b> (shop.example:8443)',
      text: expect.stringContaining(
        'Events are no longer sent to the webhook “Shop <b> (shop.example:8443)”, because its receiver has failed for days or is gone. The last error: the receiver answered 410',
      ),
    })
    expect(JSON.stringify(mails)).not.toContain('secret')
  })

  test('with a mail in the language and the words of the helpdesk', async () => {
    const { system } = desk.helpdesk
    await system.editSettings(desk.admin, {
      language: 'de',
      allowedLanguages: ['en', 'de'],
      supportedLanguages: ['en', 'de'],
    })
    const template = 'WEBHOOK_DISABLED'
    const { text1, text2, text3 } = await system.getMailTemplate(desk.admin, { template, language: 'de' })
    const texts = { text1: text1 ?? '', text2: text2 ?? '', text3: text3 ?? '' }
    await system.editMailTemplate(desk.admin, {
      template,
      language: 'de',
      subject: 'Aus: {{webhook}}',
      ...texts,
    })
    await make(['ticket.created'])
    await ticket()
    await deliver(gone)
    expect(await mailsAbout()).toMatchObject([
      { subject: 'Aus: shop.example', text: expect.stringContaining('Ein Webhook wurde deaktiviert') },
    ])
  })

  test('without a mail where none are delivered', async () => {
    desk = await createTestHelpdesk({ log, mail: false })
    jane = await desk.user()
    await make(['ticket.created'])
    await ticket()
    await deliver(gone)
    expect(await listed()).toMatchObject({ enabled: false })
    expect((await desk.storage.outbox.backlog()).waiting).toBe(0)
  })

  test('not by one failure days after another', async () => {
    await make(['ticket.created'])
    await desk.storage.webhooks.update(1, { failingSince: desk.clock.now() })
    desk.clock.advance({ days: 10 })
    await ticket()
    expect(await deliver(broken)).toEqual({ sent: 0, failed: 1 })
    expect(await listed()).toMatchObject({ enabled: true })
  })

  test('when its receiver is gone; what it was to get waits until it is enabled', async () => {
    const { id: webhookId } = await make(['ticket.created'])
    await ticket()
    await deliver(receiver(() => 410))
    expect(await listed()).toMatchObject({ enabled: false, disabledBecause: 'gone' })
    desk.clock.advance({ minutes: 1 })
    expect(await deliver()).toEqual({ sent: 0, failed: 0 })
    await desk.helpdesk.system.editWebhook(desk.admin, { webhookId, enabled: true })
    expect(await deliver()).toEqual({ sent: 1, failed: 0 })
  })
})

test('deliveries are removed a week after they ended', async () => {
  await make(['ticket.created'])
  await ticket()
  await deliver()
  desk.clock.advance({ days: 7 })
  await deliver()
  expect(await deliveries()).toHaveLength(1)
  desk.clock.advance({ seconds: 1 })
  await deliver()
  expect(await deliveries()).toEqual([])
})

describe('a restored helpdesk', () => {
  const restored = async (passphrase?: string) => {
    await make(['user.created'])
    await ticket()
    await deliver()
    const storage = memoryStorage()
    const options = passphrase === undefined ? {} : { passphrase }
    await restoreBackup(storage, desk.helpdesk.backup(options), options)
    const helpdesk = new OpenSupports({ storage, clock: desk.clock, log })
    await helpdesk.user.signup({}, { name: 'Kim', email: 'k@x.example', password: 'correct horse' })
    return helpdesk
  }

  test('sends its own events, whose positions count from 1 again', async () => {
    const helpdesk = await restored('a long passphrase')
    expect(await helpdesk.deliverWebhooks(willing)).toEqual({ sent: 1, failed: 0 })
  })

  test('without the passphrase has no secrets, and says what to do', async () => {
    const helpdesk = await restored()
    expect(await helpdesk.deliverWebhooks(willing)).toEqual({ sent: 0, failed: 1 })
    expect(requests).toEqual([])
    const admin = helpdesk.actingAs({ staff: 1 })
    const list = { webhookId: 1, page: 1 }
    expect(await helpdesk.system.getWebhookDeliveries(admin, list)).toMatchObject([
      { cause: expect.stringContaining('rotate the secret') },
    ])
    await helpdesk.system.rotateWebhookSecret(admin, { webhookId: 1 })
    desk.clock.advance({ minutes: 1 })
    expect(await helpdesk.deliverWebhooks(willing)).toEqual({ sent: 1, failed: 0 })
  })
})

test('a webhook has 30 seconds per round to begin attempts', async () => {
  await make(['ticket.created'])
  for (let count = 0; count < 4; count++) await ticket()
  const slow = receiver(() => {
    desk.clock.advance({ seconds: 15 })
    return 200
  })
  expect(await deliver(slow)).toEqual({ sent: 2, failed: 0 })
  expect(await deliver(slow)).toEqual({ sent: 2, failed: 0 })
})

test('a change of the URL and the secret counts from the next attempt on', async () => {
  const { id: webhookId } = await make(['ticket.created'])
  for (let count = 0; count < 2; count++) await ticket()
  await deliver({
    async send(request) {
      requests.push(request)
      await desk.helpdesk.system.editWebhook(desk.admin, { webhookId, url: 'https://new.example/' })
      await desk.helpdesk.system.rotateWebhookSecret(desk.admin, { webhookId, keepOldForHours: 1 })
      return { status: 204 }
    },
  })
  expect(requests.map(({ url, headers }) => [url, headers['webhook-signature']?.split(' ').length])).toEqual([
    ['https://shop.example/hooks', 1],
    ['https://new.example/', 2],
  ])
})

test('a webhook that is disabled just before an attempt gets nothing, and the attempt does not count', async () => {
  await make(['ticket.created'])
  await ticket()
  const { webhooks } = desk.storage
  const byId = vi.spyOn(webhooks, 'byId').mockImplementationOnce(async (id) => {
    await webhooks.update(id, { enabled: false })
    return webhooks.byId(id)
  })
  expect(await deliver()).toEqual({ sent: 0, failed: 0 })
  byId.mockRestore()
  expect(requests).toEqual([])
  expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 0 }])
})

test('a round that is to end completes the request in progress, and begins no other', async () => {
  await make(['ticket.created'])
  for (let count = 0; count < 3; count++) await ticket()
  const ending = new AbortController()
  const last = receiver(() => {
    ending.abort()
    return 200
  })
  expect(await desk.helpdesk.deliverWebhooks(last, { signal: ending.signal })).toEqual({ sent: 1, failed: 0 })
  expect(await deliver()).toEqual({ sent: 2, failed: 0 })
})

test('the address of a person who is erased is blanked in what webhooks are to get', async () => {
  await make(['user.created'])
  const email = 'kim@customer.example'
  await desk.helpdesk.user.signup({}, { name: 'Kim', email, password: 'correct horse' })
  await deliver(broken)
  expect((await deliveries())[0]?.body).toContain(email)
  await desk.helpdesk.eraseUser({ email })
  expect(JSON.parse((await deliveries())[0]?.body ?? '')).toMatchObject({ data: { email: '' } })
})
