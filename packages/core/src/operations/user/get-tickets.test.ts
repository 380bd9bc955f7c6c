import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

test('pages the own tickets, newest first, without events or tickets of others', async () => {
  const desk = await createTestHelpdesk()
  const { getTickets } = desk.helpdesk.user
  const jane = await desk.user()
  const joe = await desk.user()
  const numbers: number[] = []
  for (let index = 0; index < 7; index++) {
    numbers.unshift(await desk.ticket({ author: jane }))
    await desk.ticket({ author: joe })
  }
  const first = await getTickets(jane, { pageSize: 5 })
  const second = await getTickets(jane, { pageSize: 5, page: 2 })
  expect(first).toMatchObject({ page: 1, pages: 2 })
  expect(second).toMatchObject({ page: 2, pages: 2 })
  const tickets = [...first.tickets, ...second.tickets]
  expect(tickets.map(({ ticketNumber }) => ticketNumber)).toEqual(numbers)
  expect(tickets.flatMap(({ events }) => events)).toEqual([])
  expect((await getTickets(jane, { page: 2 })).tickets).toEqual([])
})

test('refuses staff, and pages and sizes that are none', async () => {
  const desk = await createTestHelpdesk()
  const { getTickets } = desk.helpdesk.user
  const jane = await desk.user()
  await expect(getTickets(jane, { page: 0 })).rejects.toEqual(refusal('INVALID_PAGE'))
  await expect(getTickets(jane, { pageSize: 4 })).rejects.toEqual(refusal('INVALID_PAGE_SIZE'))
  await expect(getTickets(desk.admin)).rejects.toEqual(refusal('NO_PERMISSION'))
})
