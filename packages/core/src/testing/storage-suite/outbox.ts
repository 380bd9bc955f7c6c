import assert from 'node:assert/strict'
import type { NewMail, Storage } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const mail = (to: string, more: Partial<NewMail> = {}): NewMail => ({
  template: 'TICKET_CREATED',
  to,
  language: 'en',
  variables: { name: 'Uma' },
  createdAt: at(0),
  ...more,
})

const claim = async (storage: Storage, now: number, lease = 10, limit = 10) =>
  (await storage.outbox.claim(at(now), at(now + lease), limit)).map((one) => `${one.to} ${one.attempts}`)

export function outboxRules(rule: Rule): void {
  rule('outbox: a mail is returned as stored, at its first attempt', async ({ outbox }) => {
    const created = new Date(at(0).getTime() + 1000)
    const variables = Object.fromEntries([
      ['title', 'It\'s "broken" <b>🎉</b>'],
      ['__proto__', 'x'],
    ])
    await outbox.add([mail('uma@customer.example', { language: 'de', createdAt: created, variables })])
    const [claimed, ...rest] = await outbox.claim(at(1), at(2), 10)
    assert.deepEqual(rest, [])
    assert.ok(claimed)
    const { variables: kept, ...head } = claimed
    assert.deepEqual(head, {
      id: 1,
      template: 'TICKET_CREATED',
      to: 'uma@customer.example',
      language: 'de',
      createdAt: created,
      attempts: 1,
    })
    assert.deepEqual(Object.entries(kept).toSorted(), Object.entries(variables).toSorted())
  })

  rule('outbox: the purpose of a token is returned with the mail', async ({ outbox }) => {
    await outbox.add([mail('a', { proof: 'address 12' })])
    assert.equal((await outbox.claim(at(1), at(2), 10))[0]?.proof, 'address 12')
    await outbox.failed(1, null, 'gone')
    assert.equal((await outbox.undelivered({ offset: 0, limit: 1 }))[0]?.proof, 'address 12')
  })

  rule('outbox: oldest first, up to the limit', async (storage) => {
    for (const [n, to] of ['a', 'b', 'c'].entries())
      await storage.outbox.add([mail(to, { createdAt: at(n) })])
    assert.deepEqual(await claim(storage, 5, 10, 2), ['a 1', 'b 1'])
    assert.deepEqual(await claim(storage, 5, 10, 2), ['c 1'])
    assert.deepEqual(await claim(storage, 5, 10, 2), [])
  })

  rule('outbox: a claimed mail is hidden until its lease ends, then due again', async (storage) => {
    await storage.outbox.add([mail('a')])
    assert.deepEqual(await claim(storage, 1, 10), ['a 1'])
    assert.deepEqual(await claim(storage, 10), [])
    assert.deepEqual(await claim(storage, 12), ['a 2'])
  })

  rule(
    'outbox: the backlog counts mails that wait, the first due time, and dead letters',
    async ({ outbox }) => {
      assert.deepEqual(await outbox.backlog(), { waiting: 0, firstDueAt: null, deadLetters: 0 })
      for (const [n, to] of ['a', 'b', 'dead'].entries()) await outbox.add([mail(to, { createdAt: at(n) })])
      await outbox.failed(3, null, 'gone')
      await outbox.failed(1, at(20), 'away')
      assert.deepEqual(await outbox.backlog(), { waiting: 2, firstDueAt: at(1), deadLetters: 1 })
    },
  )

  rule('outbox: mails due too late are brought forward, by their attempts', async (storage) => {
    for (const to of ['new', 'failed', 'dead']) await storage.outbox.add([mail(to, { createdAt: at(100) })])
    assert.deepEqual(await claim(storage, 100), ['new 1', 'failed 1', 'dead 1'])
    await storage.outbox.release(1, at(100))
    await storage.outbox.failed(2, at(103), 'away')
    await storage.outbox.failed(3, null, 'dead')
    const latest = [at(0), at(5), at(10)]
    await storage.outbox.bringForward(latest)
    await storage.outbox.bringForward(latest)
    assert.deepEqual(await claim(storage, 0), ['new 1'])
    assert.deepEqual(await claim(storage, 4), [])
    assert.deepEqual(await claim(storage, 5), ['failed 2'])
  })

  rule('outbox: workers at the same time get different mails', async (storage) => {
    for (let n = 0; n < 6; n++) await storage.outbox.add([mail(`m${n}`)])
    const claimed = await Promise.all([
      claim(storage, 1, 9, 2),
      claim(storage, 1, 9, 2),
      claim(storage, 1, 9, 2),
    ])
    // A worker may get fewer than its limit while others are claiming; the next claim gets the rest.
    const rest = await claim(storage, 1, 9)
    assert.deepEqual([...claimed, rest].flat().toSorted(), ['m0 1', 'm1 1', 'm2 1', 'm3 1', 'm4 1', 'm5 1'])
  })

  rule('outbox: a delivered mail is gone', async (storage) => {
    for (const to of ['a', 'b']) await storage.outbox.add([mail(to)])
    const [first] = await storage.outbox.claim(at(1), at(2), 1)
    assert.ok(first)
    await storage.outbox.remove(first.id)
    await storage.outbox.remove(99)
    assert.deepEqual(await claim(storage, 60), ['b 1'])
  })

  rule('outbox: a released mail is due at once, and its attempt does not count', async (storage) => {
    await storage.outbox.add([mail('uma@x.example')])
    const [claimed] = await storage.outbox.claim(at(0), at(10), 10)
    assert.ok(claimed)
    await storage.outbox.release(claimed.id, at(1))
    assert.deepEqual(await claim(storage, 1), ['uma@x.example 1'])
    assert.deepEqual(await storage.outbox.undelivered({ offset: 0, limit: 10 }), [])
  })

  rule('outbox: a failed mail is due again at its retry time, or never', async (storage) => {
    for (const to of ['later', 'never']) await storage.outbox.add([mail(to)])
    const [later, never] = await storage.outbox.claim(at(1), at(2), 2)
    assert.ok(later && never)
    await storage.outbox.failed(later.id, at(30), 'The server is "away"')
    await storage.outbox.failed(never.id, null, 'x'.repeat(1000))
    assert.deepEqual(await claim(storage, 29), [])
    assert.deepEqual(await claim(storage, 30), ['later 2'])
    assert.deepEqual(await claim(storage, 100_000), ['later 3'])
  })
}
