import { expect, test } from 'vitest'
import { factsOf, firstDepartmentStaff, longTicketEvents } from './facts.js'
import { comments, memberships, type Templates, tickets } from './rows.js'

const row = { id: 1, added_later: 'kept' }
const templates: Templates = {
  user: row,
  staff: row,
  department: row,
  tag: row,
  ticket: row,
  comment: row,
  log: row,
}

test('the facts of a ticket are the same each time, and skewed', () => {
  expect(factsOf(77, 10_000)).toEqual(factsOf(77, 10_000))
  const all = Array.from({ length: 10_000 }, (_, id) => factsOf(id, 10_000))
  const share = (fits: (facts: (typeof all)[number]) => boolean) => all.filter(fits).length / all.length
  // The first author has one in a hundred, the next ones most.
  expect(share(({ authorId }) => authorId === 1)).toBeCloseTo(0.01, 2)
  expect(share(({ authorId }) => authorId <= 100)).toBeGreaterThan(0.5)
  expect(share(({ closedAt }) => closedAt !== null)).toBeCloseTo(0.8, 1)
  expect(share(({ ownerId }) => ownerId !== null)).toBeCloseTo(0.7, 1)
})

test('copies keep the columns that they do not set', () => {
  const [first] = tickets(templates, 10)
  expect(first).toMatchObject({ id: 4, added_later: 'kept' })
})

test('there are as many events as asked for, ten thousand of them at one ticket', () => {
  const all = [...comments(templates, 1000, 30_000)]
  expect(all.length).toBeGreaterThan(29_900)
  expect(all.length).toBeLessThanOrEqual(30_010)
  expect(all.filter(({ ticket_id }) => ticket_id === 2)).toHaveLength(longTicketEvents)
})

test('no membership is there twice, and enough members serve the first department', () => {
  const pairs = [...memberships()].map(({ department_id, staff_id }) => `${department_id} ${staff_id}`)
  expect(new Set(pairs).size).toBe(pairs.length)
  expect(pairs.filter((pair) => pair.startsWith('1 ')).length).toBeGreaterThanOrEqual(
    firstDepartmentStaff - 1,
  )
})
