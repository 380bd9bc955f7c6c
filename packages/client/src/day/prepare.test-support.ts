import { createHash } from 'node:crypto'
import type { TestHelpdesk } from '@opensupports/core/testing'
import type { Day } from './day.test-support.js'

const apiKey = 'number please'

/** Adds to a new helpdesk whom and what a day needs. */
export async function prepareDay(desk: TestHelpdesk, url: string, password: string): Promise<Day> {
  await desk.storage.apiKeys.insert({
    name: 'walker',
    token: createHash('sha256').update(apiKey).digest('hex'),
    ending: 'ease',
    canCreateUsers: true,
    canCreateTickets: true,
    canCheckTickets: true,
    shouldReturnTicketNumber: true,
  })
  for (const name of ['Sales', 'Workshop']) await desk.department({ name })
  for (const name of ['urgent', 'known'])
    await desk.helpdesk.ticket.createTag(desk.admin, { name, color: '#0f0' })
  const staff = []
  for (const departments of [[1], [1, 2], [2], [3], [1, 2, 3]]) {
    const { id, email } = await desk.staff({ departments })
    staff.push({ id, email, departments })
  }
  const customers = []
  for (let index = 0; index < 20; index++) {
    const { id, email } = await desk.user({ name: `Customer ${index}` })
    customers.push({ id, email })
  }
  return { url, apiKey, password, staff, customers }
}
