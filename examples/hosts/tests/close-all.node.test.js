import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { closeAll } from './close-all.js'

test('closes tickets, and mails their author', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane', email: 'jane@post.example' })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.mails()
  assert.equal(await closeAll(desk.helpdesk, desk.admin, [ticketNumber]), 1)
  const { closed } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
  assert.equal(closed, true)
  const mails = await desk.mails()
  assert.deepEqual(
    mails.map(({ to }) => to),
    ['jane@post.example'],
  )
})
