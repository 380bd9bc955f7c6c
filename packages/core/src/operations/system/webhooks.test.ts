import { beforeEach, describe, expect, test } from 'vitest'
import type { CreateWebhookParams, EditWebhookParams } from '../../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ log: { info: () => {}, warn: () => {}, error: () => {} } })
})

const shop = { url: 'https://shop.example/hooks?key=1', events: ['ticket.*', 'user.created'] }

const make = (given: Partial<CreateWebhookParams> = {}) =>
  desk.helpdesk.system.createWebhook(desk.admin, { ...shop, ...given })

const listed = async () => (await desk.helpdesk.system.getWebhooks(desk.admin))[0]

const edit = (given: Omit<EditWebhookParams, 'webhookId'>) =>
  desk.helpdesk.system.editWebhook(desk.admin, { webhookId: 1, ...given })

describe('a webhook', () => {
  test('is listed without its secret, which is shown once and kept encrypted', async () => {
    const { id, secret } = await make({ description: 'Shop' })
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(await desk.helpdesk.system.getWebhooks(desk.admin)).toEqual([
      {
        id,
        ...shop,
        description: 'Shop',
        enabled: true,
        disabledBecause: null,
        failingSinceAt: null,
        oldSecretUntilAt: null,
        createdAt: desk.clock.now(),
      },
    ])
    expect(JSON.stringify(await desk.storage.webhooks.all())).not.toContain(secret.slice(6))
    expect(
      JSON.stringify(await desk.helpdesk.system.getSettings(desk.admin, { allSettings: true })),
    ).not.toContain((await desk.storage.settings.all())['webhook-key'])
  })

  test.each([
    ['INVALID_URL', { url: '' }],
    ['INVALID_URL', { url: 'shop.example' }],
    ['INVALID_URL', { url: 'ftp://shop.example' }],
    ['INVALID_URL', { url: 'https://me:secret@shop.example' }],
    ['INVALID_URL', { url: 'https://shop.example/#part' }],
    ['INVALID_URL', { url: `https://shop.example/${'x'.repeat(500)}` }],
    ['INVALID_EVENTS', { events: [] }],
    ['INVALID_EVENTS', { events: ['ticket'] }],
    ['INVALID_EVENTS', { events: ['ticket.exploded'] }],
    ['INVALID_EVENTS', { events: ['ticket.created', '*.*'] }],
    ['INVALID_EVENTS', { events: Array.from({ length: 101 }, () => '*') }],
    ['INVALID_DESCRIPTION', { description: 'x'.repeat(101) }],
  ] as const)('is refused with %s for %j', async (code, given) => {
    await expect(make(given)).rejects.toEqual(refusal(code))
    await make()
    await expect(edit(given)).rejects.toEqual(refusal(code))
  })

  test('is one of 50 at most', async () => {
    for (let count = 0; count < 50; count++) await make()
    await expect(make()).rejects.toEqual(refusal('TOO_MANY_WEBHOOKS'))
  })

  test('can be made by no access token', async () => {
    const scopes = ['system.*']
    const { token } = await desk.helpdesk.system.createToken(desk.admin, { name: 'A', scopes, level: 3 })
    await expect(desk.helpdesk.system.createWebhook({ token }, shop)).rejects.toEqual(
      refusal('TOKEN_NOT_ALLOWED'),
    )
    await expect(desk.helpdesk.system.getWebhooks({ token })).rejects.toEqual(refusal('TOKEN_NOT_ALLOWED'))
  })

  test('is edited; what is left out stays', async () => {
    await make({ description: 'Shop' })
    await edit({ url: 'http://other.example', enabled: false })
    const changed = { url: 'http://other.example', events: shop.events, description: 'Shop', enabled: false }
    expect(await listed()).toMatchObject(changed)
    await edit({ events: ['*', '*'], description: '' })
    expect(await listed()).toMatchObject({ url: 'http://other.example', events: ['*'], description: '' })
  })

  test('starts anew when it is enabled again', async () => {
    const { id } = await make()
    await desk.storage.webhooks.update(id, { failingSince: desk.clock.now() })
    await desk.storage.webhooks.disable(id, 'failing')
    expect(await listed()).toMatchObject({ enabled: false, disabledBecause: 'failing' })
    await desk.ticket({ author: desk.admin })
    await desk.storage.events.position(1000)
    desk.clock.advance({ minutes: 1 })
    await edit({ enabled: true })
    expect(await listed()).toMatchObject({ enabled: true, disabledBecause: null, failingSinceAt: null })
    expect(await desk.storage.webhooks.byId(id)).toMatchObject({
      position: (await desk.storage.events.range())?.last,
      startsAt: desk.clock.now(),
    })
  })

  test('gets another secret, and the old one signs on for the hours that are asked for', async () => {
    const { id, secret } = await make()
    const rotate = (keepOldForHours?: number) =>
      desk.helpdesk.system.rotateWebhookSecret(desk.admin, { webhookId: id, keepOldForHours })
    const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * 3_600_000)
    const rotated = await rotate()
    expect(rotated.secret).not.toBe(secret)
    expect(rotated.oldSecretUntilAt).toEqual(inHours(24))
    expect(await listed()).toMatchObject({ oldSecretUntilAt: inHours(24) })
    desk.clock.advance({ days: 1 })
    expect(await listed()).toMatchObject({ oldSecretUntilAt: null })
    expect((await rotate(168)).oldSecretUntilAt).toEqual(inHours(168))
    expect((await rotate(0)).oldSecretUntilAt).toBeNull()
    expect(await listed()).toMatchObject({ oldSecretUntilAt: null })
    for (const hours of [-1, 1.5, 169]) await expect(rotate(hours)).rejects.toEqual(refusal('INVALID_HOURS'))
  })

  test('is deleted', async () => {
    const { id } = await make()
    await desk.helpdesk.system.deleteWebhook(desk.admin, { webhookId: id })
    expect(await listed()).toBeUndefined()
    await expect(desk.helpdesk.system.deleteWebhook(desk.admin, { webhookId: id })).rejects.toEqual(
      refusal('INVALID_WEBHOOK'),
    )
  })
})

test('changes are in the log of the helpdesk', async () => {
  const { id: webhookId } = await make()
  await edit({ description: 'Shop' })
  await desk.helpdesk.system.rotateWebhookSecret(desk.admin, { webhookId })
  await desk.helpdesk.system.deleteWebhook(desk.admin, { webhookId })
  const logs = await desk.helpdesk.system.getLogs(desk.admin, { page: 1 })
  expect(logs.slice(0, 4).map(({ type, to }) => [type, to])).toEqual([
    ['DELETE_WEBHOOK', '1'],
    ['ROTATE_WEBHOOK_SECRET', '1'],
    ['EDIT_WEBHOOK', '1'],
    ['ADD_WEBHOOK', '1'],
  ])
})

describe('its deliveries', () => {
  const list = (given: { page?: number; state?: 'waiting' | 'delivered' | 'failed' } = {}) =>
    desk.helpdesk.system.getWebhookDeliveries(desk.admin, { webhookId: 1, page: 1, ...given })

  test('are listed by pages and by state, newest first', async () => {
    await make({ events: ['user.created'] })
    for (let count = 0; count < 12; count++)
      await desk.helpdesk.user.signup(
        {},
        { name: 'U', email: `u${count}@x.example`, password: 'correct horse' },
      )
    let sent = 0
    await desk.helpdesk.deliverWebhooks({ send: async () => ({ status: ++sent === 12 ? 404 : 200 }) })
    const first = await list()
    expect(first).toHaveLength(10)
    expect(first[0]).toEqual({
      id: 12,
      messageId: expect.stringMatching(/^msg_[0-9a-f]{40}$/),
      event: 'user.created',
      body: JSON.stringify({
        type: 'user.created',
        timestamp: desk.clock.now().toISOString(),
        data: { userId: 12, email: 'u11@x.example', by: null },
      }),
      state: 'waiting',
      attempts: 1,
      createdAt: desk.clock.now(),
      nextAttemptAt: expect.any(Date),
      finishedAt: null,
      status: 404,
      cause: 'the receiver answered 404',
    })
    expect((await list({ page: 2 })).map(({ id }) => id)).toEqual([2, 1])
    expect(await list({ page: 3 })).toEqual([])
    expect((await list({ state: 'waiting' })).map(({ id }) => id)).toEqual([12])
    expect(await list({ state: 'failed' })).toEqual([])
    await expect(list({ state: 'lost' as 'failed' })).rejects.toEqual(refusal('INVALID_STATE'))
    await expect(list({ page: 0 })).rejects.toEqual(refusal('INVALID_PAGE'))
  })

  test('can be repeated, delivered or not, with the same id', async () => {
    await make({ events: ['ticket.created'] })
    await desk.ticket({ author: desk.admin })
    const ids: (string | undefined)[] = []
    const receiver = {
      send: async ({ headers }: { headers: Readonly<Record<string, string>> }) => {
        ids.push(headers['webhook-id'])
        return { status: 204 }
      },
    }
    await desk.helpdesk.deliverWebhooks(receiver)
    await desk.helpdesk.deliverWebhooks(receiver)
    expect(ids).toHaveLength(1)
    await desk.helpdesk.system.retryWebhookDelivery(desk.admin, { deliveryId: 1 })
    expect(await list()).toMatchObject([{ state: 'waiting', attempts: 0, finishedAt: null }])
    await desk.helpdesk.deliverWebhooks(receiver)
    expect(ids).toEqual([ids[0], ids[0]])
    await expect(desk.helpdesk.system.retryWebhookDelivery(desk.admin, { deliveryId: 99 })).rejects.toEqual(
      refusal('INVALID_WEBHOOK_DELIVERY'),
    )
  })
})
