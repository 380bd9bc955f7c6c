import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const everything = { offset: 0, limit: 99 }

test('a ticket is marked as read without an event, a row of the log or a mail', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'On it' })
  const logs = await desk.storage.logs.list(everything)
  await desk.mails()
  const unread = async () => (await desk.storage.tickets.byNumber(ticketNumber))?.unread
  expect(await unread()).toBe(true)
  expect(await desk.helpdesk.ticket.seen(jane, { ticketNumber })).toBeNull()
  expect(await unread()).toBe(false)
  expect((await desk.storage.tickets.detailsByNumber(ticketNumber))?.events).toHaveLength(1)
  expect(await desk.storage.logs.list(everything)).toEqual(logs)
  expect(await desk.mails()).toEqual([])
})

test('a missing ticket is refused before permissions are checked, a foreign one afterwards', async () => {
  const desk = await createTestHelpdesk()
  const stranger = await desk.user()
  const ticketNumber = await desk.ticket({ author: await desk.user() })
  const { seen } = desk.helpdesk.ticket
  await expect(seen(stranger, { ticketNumber: 100_001 })).rejects.toEqual(refusal('INVALID_TICKET'))
  await expect(seen(stranger, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
})
