import { readFileSync } from 'node:fs'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { pglite } from './pglite.js'
import { emptyPglite } from './pglite.test-support.js'

const page = readFileSync(new URL('../../../docs/operations/growth.md', import.meta.url), 'utf8')
const [log = '', indexesOfEvents = ''] = [...page.matchAll(/```sql [^\n]*\n(.*?)```/gs)].map(([, sql]) => sql)

/** The statements for `ticketevent`: those for `log`, with the indexes and references that the page gives. */
const ticketEvents = log
  .replaceAll(/\blog(?=\b|_)/g, 'ticketevent')
  .split('\n')
  .filter((line) => !/^(?:create index|alter table \w+ add foreign key)/.test(line))
  .join('\n')
  .replace('commit;', `${indexesOfEvents}commit;`)

test('tables get the partitions that the docs describe, and the helpdesk goes on', async () => {
  const database = await emptyPglite()
  const schema = 'parted'
  const storage = await pglite(database, { schema })
  const desk = await createTestHelpdesk({ storage })
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'A violet umbrella' })

  for (const sql of [log, ticketEvents]) await database.exec(sql.replace('to public', `to ${schema}, public`))
  const { rows } = await database.query('select tablename from pg_tables where tablename like $1', ['%\\_2'])
  expect(rows).toEqual([{ tablename: 'log_2' }, { tablename: 'ticketevent_2' }])

  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'A yellow umbrella' })
  const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
  expect(events.map(({ content }) => content)).toEqual(['A violet umbrella', 'A yellow umbrella'])
  const found = await desk.helpdesk.ticket.search(desk.admin, { query: 'umbrella', page: 1 })
  expect(found.total).toBe(1)
  await desk.helpdesk.user.delete(desk.admin, { userId: jane.id })
  expect(await storage.tickets.byNumber(ticketNumber)).toBeUndefined()
  await storage.close()
})
