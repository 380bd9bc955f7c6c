import assert from 'node:assert/strict'
import type { NewHelpdeskEvent } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const event = (name: string, minute = 0): NewHelpdeskEvent => ({
  name,
  by: { kind: 'staff', id: 7 },
  at: at(minute),
  payload: '{"ticketNumber":5}',
})

export function eventRules(rule: Rule): void {
  rule('events: have no position until they are given one, by the order of their ids', async (storage) => {
    await storage.events.add([event('one'), { ...event('two'), by: null }])
    assert.deepEqual(await storage.events.after(0, 10), [])
    assert.equal(await storage.events.range(), undefined)
    assert.equal(await storage.events.position(10), 2)
    assert.equal(await storage.events.position(10), 0)
    assert.deepEqual(await storage.events.after(0, 10), [
      { ...event('one'), position: 1 },
      { ...event('two'), by: null, position: 2 },
    ])
    assert.deepEqual(await storage.events.range(), { first: 1, last: 2 })
  })

  rule('events: positions and pages continue where they ended', async (storage) => {
    await storage.events.add(['one', 'two', 'three'].map((name) => event(name)))
    assert.equal(await storage.events.position(2), 2)
    assert.equal(await storage.events.position(2), 1)
    const names = async (after: number, limit: number) =>
      (await storage.events.after(after, limit)).map(({ name }) => name)
    assert.deepEqual(await names(0, 2), ['one', 'two'])
    assert.deepEqual(await names(2, 2), ['three'])
    assert.deepEqual(await names(3, 2), [])
  })

  rule('events: those of a failed transaction are rolled back', async (storage) => {
    const failing = storage.transaction(async (tx) => {
      await tx.events.add([event('lost')])
      throw new Error('no')
    })
    await assert.rejects(failing)
    assert.equal(await storage.events.position(10), 0)
  })

  rule('events: old ones are removed, except the last', async (storage) => {
    await storage.events.add([event('one', 1), event('two', 2), event('three', 3)])
    await storage.events.position(10)
    await storage.events.removeBefore(at(2))
    assert.deepEqual(await storage.events.range(), { first: 2, last: 3 })
    await storage.events.removeBefore(at(9))
    assert.deepEqual(await storage.events.range(), { first: 3, last: 3 })
  })

  rule('events: two processes never give one position twice', async (storage) => {
    await storage.events.add(Array.from({ length: 40 }, (_, index) => event(`e${index}`)))
    const given = await Promise.all(Array.from({ length: 6 }, () => storage.events.position(10)))
    assert.equal(
      given.reduce((sum, count) => sum + count, 0),
      40,
    )
    const positions = (await storage.events.after(0, 100)).map(({ position }) => position)
    assert.deepEqual(
      positions,
      Array.from({ length: 40 }, (_, index) => index + 1),
    )
  })
}
