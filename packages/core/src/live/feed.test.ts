import { expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'
import { feed } from './feed.js'

/** Returns a feed whose interval passes only when the test says so. */
function steppedFeed({ storage }: TestHelpdesk) {
  const warnings: unknown[] = []
  let pass = () => {}
  const wait = () =>
    new Promise<void>((resolve) => {
      pass = resolve
    })
  const log = { warn: (...entry: unknown[]) => void warnings.push(entry), error: () => {}, info: () => {} }
  return { made: feed(storage, { pollEvery: 5000, log, wait }), warnings, pass: () => pass() }
}

const never = new AbortController().signal

test('the log is polled only while somebody reads', async () => {
  const desk = await createTestHelpdesk()
  const { made, pass } = steppedFeed(desk)
  pass()
  expect(made.turn).toBe(0)
  const leave = await made.join()
  expect(made.turn).toBe(1)
  const start = made.last
  await desk.ticket({ author: desk.admin })
  const woken = made.next(start, never)
  pass()
  await woken
  expect(made.turn).toBe(2)
  expect(await made.after(start)).toMatchObject([{ name: 'ticket.created', position: start + 1 }])
  leave()
  expect(made.last).toBe(0)
})

test('a reader who missed a wake does not wait', async () => {
  const desk = await createTestHelpdesk()
  const { made } = steppedFeed(desk)
  await made.join()
  const start = made.last
  await desk.ticket({ author: desk.admin })
  await made.join()
  await made.next(start, never)
  expect(made.last).toBe(start + 1)
})

test('readers wake without an event every 15 seconds, to check their sessions', async () => {
  const desk = await createTestHelpdesk()
  const { made, pass } = steppedFeed(desk)
  await made.join()
  const turn = made.turn
  let isAwake = false
  const woken = made.next(made.last, never).then(() => {
    isAwake = true
  })
  for (let waits = 1; !isAwake && waits < 10; waits++) {
    pass()
    while (made.turn < turn + waits && !isAwake) await new Promise(setImmediate)
    await new Promise(setImmediate)
  }
  await woken
  expect(made.turn - turn).toBe(3)
})

test('a failing log is reported once, and read again later', async () => {
  const desk = await createTestHelpdesk()
  let isDown = false
  let failures = 0
  const { storage } = desk
  const events = {
    ...storage.events,
    async position(limit: number) {
      if (!isDown) return storage.events.position(limit)
      failures++
      throw new Error('down')
    },
  }
  const { made, pass, warnings } = steppedFeed({ ...desk, storage: Object.assign({}, storage, { events }) })
  await made.join()
  const start = made.last
  isDown = true
  for (let each = 1; each <= 3; each++) {
    pass()
    while (failures < each) await new Promise(setImmediate)
    await new Promise(setImmediate)
  }
  expect(warnings).toHaveLength(1)
  isDown = false
  await desk.ticket({ author: desk.admin })
  const woken = made.next(start, never)
  pass()
  await woken
  expect(made.last).toBe(start + 1)
})

test('a ticket is read once a turn, for all readers', async () => {
  const desk = await createTestHelpdesk()
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const { made } = steppedFeed(desk)
  await made.join()
  expect((await made.ticket(ticketNumber))?.closed).toBe(false)
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  expect((await made.ticket(ticketNumber))?.closed).toBe(false)
  await made.join()
  expect((await made.ticket(ticketNumber))?.closed).toBe(true)
})
