import type { TicketFilter } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openedStorage } from '../database.js'
import { sqliteDatabase } from '../dialects/sqlite/index.js'
import { usual } from '../stores/usual-order.test-support.js'
import { claimRows, planOf } from './sqlite-plan.test-support.js'

const statements = new Set<string>()
const database = await sqliteDatabase(':memory:', { onQuery: (text) => void statements.add(text) })
const desk = await createTestHelpdesk({ storage: await openedStorage(database, {}) })
afterAll(() => desk.storage.close())
const uma = await desk.user({ name: 'Uma' })
// More tickets than a page holds, so that the list counts them.
for (let each = 0; each < 12; each++) await desk.ticket({ author: uma, title: 'printer' })

/** Returns each statement of a call that reads tickets or links to them, with its plan. */
async function plansOf(call: () => Promise<unknown>): Promise<[string, string[]][]> {
  statements.clear()
  await call()
  const found = [...statements].filter((text) => /^(?:select|with)\b/.test(text) && /_?ticket\b/.test(text))
  return Promise.all(
    found.map(async (text) => [
      text.replace(/\s+/g, ' '),
      (await planOf(database.db, text)).map(({ detail }) => detail),
    ]),
  )
}

const list = (filter: TicketFilter) => () =>
  desk.storage.tickets.list({ filter, order: usual, events: false, offset: 0, limit: 10 })

/** Returns the steps that read tickets or links. Leaves out scans of a subquery that is also called `t`. */
const readsOf = (plan: readonly string[]) =>
  plan.filter((step) => /^(?:SEARCH|SCAN) (?:t|e|staff_ticket)\b/.test(step) && step !== 'SCAN t')

const isPage = (text: string) => text.startsWith('select t.id')
const isCount = (text: string) => /^(?:with|select \(select count)/.test(text)

const departments = Array.from({ length: 60 }, (_, index) => index + 1)
const lists: readonly (readonly [string, TicketFilter])[] = [
  ['all tickets', {}],
  ['open tickets', { closed: false }],
  ['tickets of departments', { departments }],
  ['open tickets of departments', { departments, closed: false }],
]
const served = ['what one staff member sees', { anyOf: [{ departments }, { writtenByStaff: 1 }] }] as const

describe.each(['without statistics', 'with those of 100,000 tickets'])('%s', (which) => {
  beforeAll(() => (which.startsWith('with ') ? claimRows(database.db) : undefined))

  test.each([...lists, served])(
    'the first page of %s in the usual order is not sorted',
    async (_, filter) => {
      const pages = (await plansOf(list(filter))).filter(([text]) => isPage(text))
      expect(pages).toHaveLength(1)
      for (const [, plan] of pages) {
        expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
        expect(readsOf(plan)).toEqual([expect.stringContaining('USING COVERING INDEX os_ticket_listed')])
      }
    },
  )

  test.each(lists)('%s are counted in an index alone', async (_, filter) => {
    const counts = (await plansOf(list(filter))).filter(([text]) => isCount(text))
    expect(counts).toHaveLength(1)
    for (const [, plan] of counts) {
      expect(readsOf(plan)).toHaveLength(2)
      for (const step of readsOf(plan)) expect(step).toContain('USING COVERING INDEX')
    }
  })

  test('user.getTickets reads only the tickets of the user, by their index alone', async () => {
    const own = 'SEARCH t USING COVERING INDEX os_ticket_author (author_id=?)'
    const plans = await plansOf(() => desk.helpdesk.user.getTickets(uma, {}))
    const [page, count, ...others] = plans.filter(([text]) => isPage(text) || isCount(text))
    expect([page?.[1], readsOf(count?.[1] ?? []), others]).toEqual([[own], [own, own], []])
  })

  test('staff.getTickets reads only the linked tickets, each once', async () => {
    const linked = 'SEARCH staff_ticket USING COVERING INDEX os_staff_ticket_pair (staff_id=?)'
    const plans = await plansOf(() => desk.helpdesk.staff.getTickets(desk.admin, { page: 1 }))
    const [size, page, ...others] = plans.filter(([text]) => isPage(text) || isCount(text))
    expect(readsOf(size?.[1] ?? [])).toEqual([linked])
    expect(readsOf(page?.[1] ?? [])).toEqual([linked, expect.stringMatching(/^SEARCH t .*id=\?\)$/)])
    expect(others).toEqual([])
  })
})
