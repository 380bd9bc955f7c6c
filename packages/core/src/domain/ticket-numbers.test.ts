import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'
import { ticketNumberAt } from './ticket-numbers.js'

const numbering = { first: 765_825, gap: 460_987 }

test('the numbers are those of 4.11', () => {
  expect(ticketNumberAt(numbering, 0)).toBe(765_825)
  expect(ticketNumberAt(numbering, 2)).toBe(787_799)
})

test('each of the 900,000 numbers of six digits comes once, then come seven digits', () => {
  const seen = new Uint8Array(1_000_000)
  for (let place = 0; place < 900_000; place++) {
    const number = ticketNumberAt(numbering, place)
    seen[number] = (seen[number] ?? 0) + 1
  }
  expect(seen.subarray(0, 100_000).some(Boolean)).toBe(false)
  expect(seen.subarray(100_000).every((times) => times === 1)).toBe(true)
  for (const place of [900_000, 900_001, 5_000_000, 9_899_999]) {
    expect(String(ticketNumberAt(numbering, place))).toMatch(/^[1-9][0-9]{6}$/)
  }
})

test('64 tickets at once get 64 numbers, a gap apart', async () => {
  const desk = await createTestHelpdesk()
  await desk.storage.settings.set({ 'ticket-first-number': '765825', 'ticket-gap': '460987' })
  const made = await Promise.all(Array.from({ length: 64 }, () => desk.ticket({ author: desk.admin })))
  const expected = [0, ...Array.from({ length: 63 }, (_, index) => index + 2)]
  expect(made.sort()).toEqual(expected.map((place) => ticketNumberAt(numbering, place)).sort())
})

test('a number is never given twice, also when the newest ticket is gone', async () => {
  const desk = await createTestHelpdesk()
  const first = await desk.ticket({ author: desk.admin })
  const second = await desk.ticket({ author: desk.admin })
  await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber: second })
  const third = await desk.ticket({ author: desk.admin })
  expect(new Set([first, second, third]).size).toBe(3)
})

test('a number that an import has used already is passed over', async () => {
  const desk = await createTestHelpdesk()
  await desk.storage.settings.set({ 'ticket-first-number': '765825', 'ticket-gap': '460987' })
  const imported = {
    ...{
      title: 'A',
      content: 'B',
      language: 'en',
      departmentId: 1,
      author: { kind: 'staff', id: 1 } as const,
    },
    ...{ authorName: null, authorEmail: null, file: null, date: desk.clock.now() },
  }
  await desk.storage.tickets.insert({ ...imported, ticketNumber: 787_799 })
  expect(await desk.ticket({ author: desk.admin })).toBe(ticketNumberAt(numbering, 3))
})
