import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'
import { ticketNumberAt } from './ticket-numbers.js'

const numbering = { first: 765_825, gap: 460_987 }

test('the numbers are those of 4.11', () => {
  expect(ticketNumberAt(numbering, 0)).toBe(765_825)
  expect(ticketNumberAt(numbering, 2)).toBe(787_799)
})

test('each of the 900,000 six-digit numbers occurs once, before numbers of seven digits', () => {
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

test('numbers of seven digits do not repeat either', () => {
  const seen = new Uint8Array(10_000_000)
  for (let place = 900_000; place < 1_800_000; place++) {
    const number = ticketNumberAt(numbering, place)
    seen[number] = (seen[number] ?? 0) + 1
  }
  expect(seen.subarray(0, 1_000_000).some(Boolean)).toBe(false)
  expect(seen.reduce((sum, times) => sum + times, 0)).toBe(900_000)
  expect(seen.some((times) => times > 1)).toBe(false)
})

test.each([
  { first: 100_000, gap: 100_003 },
  { first: 999_999, gap: 999_983 },
])('the ends of what an installation may draw stay within their digits: %j', (ends) => {
  for (const place of [0, 2, 899_999]) expect(String(ticketNumberAt(ends, place))).toMatch(/^[1-9]\d{5}$/)
  for (const place of [900_000, 9_899_999]) {
    expect(String(ticketNumberAt(ends, place))).toMatch(/^[1-9]\d{6}$/)
  }
})

test('64 concurrent tickets get 64 numbers, a gap apart', async () => {
  const desk = await createTestHelpdesk()
  await desk.storage.settings.set({ 'ticket-first-number': '765825', 'ticket-gap': '460987' })
  const made = await Promise.all(Array.from({ length: 64 }, () => desk.ticket({ author: desk.admin })))
  const expected = [0, ...Array.from({ length: 63 }, (_, index) => index + 2)]
  expect(made.sort()).toEqual(expected.map((place) => ticketNumberAt(numbering, place)).sort())
})

test('64 concurrent guests get 64 numbers, too', async () => {
  const desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
  const create = (_: unknown, guest: number) =>
    desk.helpdesk.ticket.create({}, { title: 'A', content: 'B', email: `g${guest}@x.example`, name: 'Gus' })
  const made = await Promise.all(Array.from({ length: 64 }, create))
  expect(new Set(made.map(({ ticketNumber }) => ticketNumber)).size).toBe(64)
})

test('a number is never given twice, also when the newest ticket is gone, or all are', async () => {
  const desk = await createTestHelpdesk()
  const numbers: number[] = []
  for (let count = 0; count < 5; count++) {
    const ticketNumber = await desk.ticket({ author: desk.admin })
    numbers.push(ticketNumber)
    if (count !== 1) await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber })
  }
  expect(new Set(numbers).size).toBe(5)
})

test('a number that an import has used already is passed over', async () => {
  const desk = await createTestHelpdesk()
  await desk.storage.settings.set({ 'ticket-first-number': '765825', 'ticket-gap': '460987' })
  const imported = {
    title: 'A',
    content: 'B',
    language: 'en',
    departmentId: 1,
    author: { kind: 'staff', id: 1 } as const,
    authorName: null,
    authorEmail: null,
    unproved: false,
    file: null,
    date: desk.clock.now(),
  }
  await desk.storage.tickets.insert({ ...imported, ticketNumber: 787_799 })
  expect(await desk.ticket({ author: desk.admin })).toBe(ticketNumberAt(numbering, 3))
})
