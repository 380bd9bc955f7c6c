import { expect, test } from 'vitest'
import { memoryStorage } from '../index.js'
import { guardedStorage } from './index.js'

const storage = () => guardedStorage(memoryStorage())
const everything = { offset: 0, limit: 10 }

test('the outer storage throws inside a transaction, and names the way out', async () => {
  const outer = storage()
  const call = outer.transaction(async (tx) => {
    await tx.bans.add('eve@evil.example')
    await outer.settings.all()
  })
  await expect(call).rejects.toThrow(
    /storage\.settings\.all\(\) .*use the storage that the transaction gives/,
  )
  expect(await outer.bans.has('eve@evil.example')).toBe(false)
})

test('a second transaction on the outer storage throws inside the first', async () => {
  const outer = storage()
  const call = outer.transaction(() => outer.transaction(async () => 1))
  await expect(call).rejects.toThrow('storage.transaction()')
})

test('a transaction joins the one that it is called on', async () => {
  expect(await storage().transaction((tx) => tx.transaction(async () => 1))).toBe(1)
})

test('work started inside a transaction may use the outer storage after its end', async () => {
  const outer = storage()
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let later: Promise<unknown> = Promise.resolve()
  await outer.transaction(async () => {
    later = ended.then(() => outer.logs.list(everything))
  })
  end()
  expect(await later).toEqual([])
})

test('others use the outer storage while a transaction is open', async () => {
  const outer = storage()
  const inside = outer.transaction(async (tx) => tx.settings.set({ title: 'Help' }))
  expect(await outer.settings.all()).toEqual({ title: 'Help' })
  await inside
})

test('two helpdesks on one storage share the guard', async () => {
  const inner = memoryStorage()
  expect(guardedStorage(inner)).toBe(guardedStorage(inner))
  expect(guardedStorage(guardedStorage(inner))).toBe(guardedStorage(inner))
})
