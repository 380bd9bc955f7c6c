import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

test('pages the own tickets, newest first, without tickets of others', async () => {
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
  expect((await getTickets(jane, { page: 2 })).tickets).toEqual([])
})

test('counts the comments that the author may see, and shows the last of them', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  const { comment, close } = desk.helpdesk.ticket
  await comment(jane, { ticketNumber, content: 'One' })
  await comment(desk.admin, { ticketNumber, content: 'Two<br>lines' })
  await comment(desk.admin, { ticketNumber, content: 'Psst', private: true })
  await close(desk.admin, { ticketNumber })
  const { tickets } = await desk.helpdesk.user.getTickets(jane)
  expect(tickets).toMatchObject([{ commentCount: 2, lastComment: { content: 'Two lines', type: 'COMMENT' } }])
})

test('refuses staff, and pages and sizes that are none', async () => {
  const desk = await createTestHelpdesk()
  const { getTickets } = desk.helpdesk.user
  const jane = await desk.user()
  await expect(getTickets(jane, { page: 0 })).rejects.toEqual(refusal('INVALID_PAGE'))
  await expect(getTickets(jane, { pageSize: 4 })).rejects.toEqual(refusal('INVALID_PAGE_SIZE'))
  await expect(getTickets(desk.admin)).rejects.toEqual(refusal('NO_PERMISSION'))
})
