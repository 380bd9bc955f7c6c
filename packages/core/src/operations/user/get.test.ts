import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user({ name: 'Jane', email: 'jane@example.com' })
})

test('a new user has only a name and an address', async () => {
  expect(await desk.helpdesk.user.get(jane)).toEqual({
    name: 'Jane',
    email: 'jane@example.com',
    staff: false,
    verified: true,
    customfields: [],
    users: null,
  })
})

test('clients of 4.11 get all own tickets, oldest first, as text and without events', async () => {
  const first = await desk.ticket({ author: jane, content: '<b>Please</b> help &amp; hurry' })
  await desk.ticket({ author: await desk.user() })
  const second = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber: first, content: 'Now' })
  const operation = desk.helpdesk.operations.get('/user/get')
  const answer = operation && (await desk.helpdesk.call(operation, jane, {}, { wire: '4.11' }))
  expect(await answer?.legacyData()).toMatchObject({
    name: 'Jane',
    tickets: [
      {
        ticketNumber: first,
        content: expect.not.stringContaining('<b>'),
        events: [],
        closed: false,
        unread: false,
        owner: null,
        department: { id: 1, name: 'Help and Support' },
        author: { id: jane.id, staff: false },
      },
      { ticketNumber: second, events: [] },
    ],
  })
})

test('clients of 4.11 get many own tickets, which are read in parts', async () => {
  const numbers: number[] = []
  for (let each = 0; each < 120; each++) numbers.push(await desk.ticket({ author: jane }))
  const { list } = desk.storage.tickets
  const sizes: number[] = []
  const reading = vi.spyOn(desk.storage.tickets, 'list').mockImplementation(async (query) => {
    const found = await list(query)
    sizes.push(found.tickets.length)
    return found
  })
  onTestFinished(() => reading.mockRestore())
  const operation = desk.helpdesk.operations.get('/user/get')
  const answer = operation && (await desk.helpdesk.call(operation, jane, {}, { wire: '4.11' }))
  const tickets = await answer?.legacyData()
  expect(tickets).toMatchObject({ tickets: numbers.map((ticketNumber) => ({ ticketNumber })) })
  expect(sizes).toEqual([50, 50, 20])
})

test('includes the values of custom fields', async () => {
  const fieldId = await desk.storage.customFields.insert({
    name: 'Phone',
    description: '',
    type: 'text',
    options: [],
  })
  await desk.storage.users.setCustomFieldValues(jane.id, [
    { fieldId: fieldId ?? 0, value: '1', optionId: null },
  ])
  expect((await desk.helpdesk.user.get(jane)).customfields).toMatchObject([
    { customfield: 'Phone', value: '1', customfieldoption: null },
  ])
})

test('supervisors see whom they supervise, even if the list is empty now', async () => {
  const joe = await desk.user({ name: 'Joe' })
  await desk.storage.users.setSupervised(jane.id, [joe.id])
  expect((await desk.helpdesk.user.get(jane)).users).toMatchObject([
    { id: joe.id, name: 'Joe', isStaff: false },
  ])
  await desk.storage.users.setSupervised(jane.id, [])
  expect((await desk.helpdesk.user.get(jane)).users).toEqual([])
})

test('INVALID_CREDENTIALS for staff', async () => {
  await expect(desk.helpdesk.user.get(desk.admin)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
})

test('NO_PERMISSION for guests and ticket sessions', async () => {
  for (const session of [{}, await desk.ticketSession()]) {
    await expect(desk.helpdesk.user.get(session)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  }
})
