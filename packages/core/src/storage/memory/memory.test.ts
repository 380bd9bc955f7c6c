import assert from 'node:assert/strict'
import { test } from 'vitest'
import { testStorage } from '../../testing/index.js'
import type { Storage } from '../index.js'
import { memoryStorage } from './index.js'

testStorage(async () => memoryStorage(), { test })

test('the storage of a transaction throws after its end', async () => {
  const storage = memoryStorage()
  const kept = await storage.transaction(async (tx) => tx)
  await assert.rejects(kept.bans.add('a@spam.example'), /ended/)
  assert.deepEqual(await storage.bans.all(), [])
})

test('calls outside transactions run in the order in which they were made', async () => {
  const storage = memoryStorage()
  const order: string[] = []
  const named = (name: string) => async (tx: Storage) => {
    await tx.bans.all()
    order.push(name)
  }
  await Promise.all([
    storage.transaction(named('first')),
    storage.bans.all().then(() => order.push('between')),
    storage.transaction(named('second')),
  ])
  assert.deepEqual(order, ['first', 'between', 'second'])
})

test('callers that mutate their objects later do not change the stored rows', async () => {
  const storage = memoryStorage()
  const variables: Record<string, string> = { name: 'Uma' }
  const createdAt = new Date(0)
  await storage.outbox.add([{ template: 'X', to: 'a', language: 'en', variables, createdAt }])
  variables.name = 'Eve'
  const [mail] = await storage.outbox.claim(new Date(1), new Date(2), 1)
  assert.equal(mail?.variables.name, 'Uma')
})
