import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test('an author has the values of custom fields, staff have none', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const field = { name: 'Phone', description: '', type: 'text' as const, options: [] }
  const fieldId = (await desk.storage.customFields.insert(field)) ?? 0
  await desk.storage.users.setCustomFieldValues(jane.id, [{ fieldId, value: '123', optionId: null }])
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'Hurry' })
  const events = await desk.helpdesk.staff.lastEvents(desk.admin, { page: 1 })
  expect(events.map(({ author }) => [author.name, author.customfields])).toEqual([
    ['Jane', [expect.objectContaining({ customfield: 'Phone', value: '123' })]],
    ['Ada Admin', []],
  ])
})
