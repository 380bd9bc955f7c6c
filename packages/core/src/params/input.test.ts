import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'

/** The compiler checks these lines: an expected error that does not occur fails the type check. */
test('names that a path does not know are refused by the compiler', async () => {
  const { helpdesk, admin } = await createTestHelpdesk()
  // @ts-expect-error: the field is called `ticketNumber`
  await expect(helpdesk.ticket.get(admin, { ticketNo: 123456 })).rejects.toMatchObject({
    field: 'ticketNumber',
  })
  // @ts-expect-error: `page` is right, `pages` is not
  await helpdesk.ticket.search(admin, { page: 1, pages: 1 })
  // @ts-expect-error: there are no parameters
  await helpdesk.user.checkSession(admin, { ticketNumber: 123456 })
})

test('dates may be texts, and orders true or false', async () => {
  const { helpdesk, admin } = await createTestHelpdesk()
  const search = helpdesk.ticket.search(admin, {
    dateRange: ['2026-03-02', new Date('2026-03-03')],
    orderBy: { value: 'date', asc: true },
  })
  expect(await search).toMatchObject({ tickets: [] })
})
