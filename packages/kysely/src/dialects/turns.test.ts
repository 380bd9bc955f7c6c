import { expect, test } from 'vitest'
import { Turns } from './turns.js'

test('gives turns in the order of arrival, and lets no newcomer overtake', async () => {
  const turns = new Turns(10)
  const order: string[] = []
  const use = (name: string) => turns.take().then(() => void order.push(name))
  await use('first')
  const others = [use('second'), use('third')]
  turns.pass()
  // The turn is already that of the second, although it has not run yet.
  const newcomer = use('newcomer')
  await others[0]
  expect(order).toEqual(['first', 'second'])
  turns.pass()
  await others[1]
  turns.pass()
  await newcomer
  expect(order).toEqual(['first', 'second', 'third', 'newcomer'])
})

test('refuses callers with DATABASE_BUSY when the queue is full, and takes them again once it has room', async () => {
  const turns = new Turns(1)
  await turns.take()
  const second = turns.take()
  await expect(turns.take()).rejects.toMatchObject({ code: 'DATABASE_BUSY', details: { retryAfter: 1 } })
  turns.pass()
  await second
  const third = turns.take()
  turns.pass()
  await third
  turns.pass()
  await turns.take()
})
