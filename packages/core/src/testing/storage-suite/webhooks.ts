import assert from 'node:assert/strict'
import type { NewWebhook, Storage } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const webhook: NewWebhook = {
  url: 'https://shop.example/hooks?key=ü',
  events: ['ticket.*', 'user.created'],
  description: 'Shop ü',
  secret: 'sealed',
  position: 5,
  startsAt: new Date(at(0).getTime() + 123),
  createdAt: new Date(at(0).getTime() + 123),
}

const fresh = {
  previousSecret: null,
  previousSecretUntil: null,
  enabled: true,
  disabledBecause: null,
  failingSince: null,
  pausedUntil: null,
}

const message = (name: string) => ({
  messageId: `msg_${name}`,
  event: 'ticket.created',
  body: `{"name":"${name} 🎉"}`,
})

/** Adds a webhook with a delivery for each name, due one minute after the other. */
async function withDeliveries({ webhooks }: Storage, ...names: string[]): Promise<number> {
  const id = await webhooks.insert({ ...webhook, position: 0 })
  for (const [index, name] of names.entries())
    await webhooks.advance(id, { from: index, to: index + 1, now: at(index), deliveries: [message(name)] })
  return id
}

const everything = { state: undefined, offset: 0, limit: 10 }

export function webhookRules(rule: Rule): void {
  rule('webhooks: are kept, listed by id, changed, and removed with their deliveries', async (storage) => {
    const { webhooks } = storage
    const id = await webhooks.insert(webhook)
    const other = await withDeliveries(storage, 'a')
    assert.deepEqual(await webhooks.byId(id), { id, ...webhook, ...fresh })
    assert.deepEqual(
      (await webhooks.all()).map((each) => each.id),
      [id, other],
    )
    const rotated = { secret: 'new', previousSecret: 'sealed', previousSecretUntil: at(60) }
    const failing = { failingSince: at(2), pausedUntil: at(3) }
    await webhooks.update(id, { ...rotated, ...failing, events: ['*'] })
    await webhooks.update(id, { enabled: false })
    const changes = { ...rotated, ...failing, events: ['*'], enabled: false }
    assert.deepEqual(await webhooks.byId(id), { id, ...webhook, ...fresh, ...changes })
    await webhooks.update(id, { failingSince: null, pausedUntil: null, enabled: true, previousSecret: null })
    const { failingSince, pausedUntil } = (await webhooks.byId(id)) ?? {}
    assert.deepEqual([failingSince, pausedUntil], [null, null])
    await webhooks.remove(other)
    assert.equal(await webhooks.byId(other), undefined)
    assert.deepEqual(await webhooks.deliveries(other, everything), [])
    assert.equal(await webhooks.byId(99), undefined)
  })

  rule('webhooks: the position moves once, and only while the webhook is enabled', async (storage) => {
    const { webhooks } = storage
    const id = await webhooks.insert(webhook)
    const step = { from: 5, to: 7, now: at(1), deliveries: [message('a'), message('b')] }
    await webhooks.advance(id, step)
    await webhooks.advance(id, step)
    assert.equal((await webhooks.byId(id))?.position, 7)
    const made = { webhookId: id, createdAt: at(1), state: 'waiting', attempts: 0, dueAt: at(1) } as const
    const none = { finishedAt: null, status: null, cause: null }
    assert.deepEqual(await webhooks.deliveries(id, everything), [
      { id: 2, ...message('b'), ...made, ...none },
      { id: 1, ...message('a'), ...made, ...none },
    ])
    assert.equal(await webhooks.disable(id, 'gone'), true)
    assert.equal(await webhooks.disable(id, 'failing'), false)
    assert.equal(await webhooks.disable(99, 'failing'), false)
    await webhooks.advance(id, { ...step, from: 7, to: 8 })
    const disabled = await webhooks.byId(id)
    assert.deepEqual([disabled?.position, disabled?.enabled, disabled?.disabledBecause], [7, false, 'gone'])
  })

  rule('webhooks: a delivery is leased to one worker, the one that waits longest first', async (storage) => {
    const { webhooks } = storage
    const id = await withDeliveries(storage, 'a', 'b', 'c')
    await withDeliveries(storage, 'other')
    const claim = async (now: number) => {
      const delivery = await webhooks.claim(id, at(now), at(now + 5))
      return delivery && `${delivery.messageId} ${delivery.attempts}`
    }
    assert.deepEqual(await claim(1), 'msg_a 1')
    assert.deepEqual(await claim(1), 'msg_b 1')
    assert.deepEqual(await claim(1), undefined)
    assert.deepEqual(await claim(2), 'msg_c 1')
    assert.deepEqual(await claim(6), 'msg_a 2')
    await webhooks.disable(id, 'failing')
    assert.deepEqual(await claim(6), undefined)
    await webhooks.update(id, { enabled: true })
    assert.deepEqual(await claim(6), 'msg_b 2')
    assert.deepEqual(await claim(6), undefined)
  })

  rule('webhooks: a delivery ends, waits for its next attempt, or was none', async (storage) => {
    const { webhooks } = storage
    const id = await withDeliveries(storage, 'a', 'b', 'c')
    for (let each = 0; each < 3; each++) await webhooks.claim(id, at(2), at(9))
    await webhooks.finish({ id: 1, dueAt: at(9) }, 'delivered', at(3), { status: 204, cause: null })
    await webhooks.postpone({ id: 2, dueAt: at(9) }, at(8), { status: 500, cause: 'it answered 500' })
    await webhooks.release({ id: 3, dueAt: at(9) }, at(2))
    const kept = await webhooks.deliveries(id, everything)
    assert.deepEqual(
      kept.map(({ state, attempts, dueAt, finishedAt, status, cause }) => [
        state,
        attempts,
        dueAt,
        finishedAt,
        status,
        cause,
      ]),
      [
        ['waiting', 0, at(2), null, null, null],
        ['waiting', 1, at(8), null, 500, 'it answered 500'],
        ['delivered', 1, null, at(3), 204, null],
      ],
    )
    await webhooks.bringForward(id, at(7))
    assert.deepEqual(
      (await webhooks.deliveries(id, everything)).map(({ dueAt }) => dueAt),
      [at(2), at(7), null],
    )
    const states = async (state: 'waiting' | 'delivered' | 'failed') =>
      (await webhooks.deliveries(id, { ...everything, state })).map((delivery) => delivery.id)
    assert.deepEqual(await states('waiting'), [3, 2])
    assert.deepEqual(await states('delivered'), [1])
    assert.deepEqual(await states('failed'), [])
    const second = { state: undefined, offset: 1, limit: 1 }
    assert.deepEqual(
      (await webhooks.deliveries(id, second)).map((delivery) => delivery.id),
      [2],
    )
  })

  rule('webhooks: a worker whose lease was taken changes nothing', async (storage) => {
    const { webhooks } = storage
    const id = await withDeliveries(storage, 'a')
    const claimed = await webhooks.claim(id, at(1), at(9))
    assert.ok(claimed)
    const unchanged = async () => {
      const before = await webhooks.deliveries(id, everything)
      await webhooks.finish(claimed, 'delivered', at(3), { status: 204, cause: null })
      await webhooks.postpone(claimed, at(8), { status: 500, cause: 'it answered 500' })
      await webhooks.release(claimed, at(3))
      assert.deepEqual(await webhooks.deliveries(id, everything), before)
    }
    await webhooks.retry(claimed.id, at(2))
    await unchanged()
    const again = await webhooks.claim(id, at(2), at(10))
    assert.ok(again)
    await unchanged()
    await webhooks.finish(again, 'delivered', at(4), { status: 200, cause: null })
    await unchanged()
    await webhooks.finish({ id: again.id, dueAt: null }, 'failed', at(5), { status: 500, cause: 'late' })
    assert.equal((await webhooks.deliveries(id, everything))[0]?.state, 'delivered')
  })

  rule('webhooks: an ended delivery can be repeated, and is removed after a while', async (storage) => {
    const { webhooks } = storage
    const id = await withDeliveries(storage, 'a', 'b', 'c')
    await webhooks.claim(id, at(0), at(9))
    await webhooks.finish({ id: 1, dueAt: at(9) }, 'failed', at(3), { status: null, cause: 'no answer' })
    await webhooks.finish({ id: 2, dueAt: at(1) }, 'delivered', at(4), { status: 200, cause: null })
    assert.equal(await webhooks.retry(99, at(5)), undefined)
    assert.equal(await webhooks.retry(1, at(5)), id)
    const [, , repeated] = await webhooks.deliveries(id, everything)
    assert.deepEqual(
      [repeated?.state, repeated?.attempts, repeated?.dueAt, repeated?.finishedAt],
      ['waiting', 0, at(5), null],
    )
    await webhooks.finish({ id: 1, dueAt: at(5) }, 'delivered', at(5), { status: 200, cause: null })
    await webhooks.removeFinished(at(4), 10)
    await webhooks.removeFinished(at(6), 1)
    const left = async () => (await webhooks.deliveries(id, everything)).map((delivery) => delivery.id)
    assert.deepEqual(await left(), [3, 1])
    await webhooks.removeFinished(at(6), 10)
    assert.deepEqual(await left(), [3])
  })
}
