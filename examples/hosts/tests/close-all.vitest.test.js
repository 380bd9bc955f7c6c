import { createTestHelpdesk } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { closeAll } from './close-all.js'

test('closes tickets, and mails their author', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane', email: 'jane@post.example' })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.mails()
  expect(await closeAll(desk.helpdesk, desk.admin, [ticketNumber])).toBe(1)
  const { closed } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
  expect(closed).toBe(true)
  const mails = await desk.mails()
  expect(mails.map(({ to }) => to)).toEqual(['jane@post.example'])
})
