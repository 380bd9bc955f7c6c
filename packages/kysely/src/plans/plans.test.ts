import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { openedStorage } from '../database.js'
import { sqliteDatabase } from '../dialects/sqlite/index.js'
import { readOperations, statementsOf } from './calls.test-support.js'
import { claimRows, heavySteps } from './sqlite-plan.test-support.js'

/** The steps that may read or sort more than a page, by their call. */
const known: Readonly<Record<string, readonly string[]>> = {
  // These change all tickets of one staff member, so they must read all of them.
  'tickets.ownedOutside': ['sorts: SEARCH ticket USING INDEX os_ticket_owned (owner_id=?)'],
  'tickets.releaseOutside': ['sorts: SEARCH ticket USING INDEX os_ticket_owned (owner_id=?)'],
  // Sorts the event ids of all tickets that one staff member follows.
  '/staff/last-events': ['sorts: SEARCH n USING COVERING INDEX os_event_history (ticket_id=?)'],
  // Groups the tickets of a day.
  'tickets.statistics': ['sorts: SEARCH t USING INDEX os_ticket_date (date>? AND date<?)'],
  'tickets.refreshStatistics': ['sorts: SEARCH t USING INDEX os_ticket_date (date>? AND date<?)'],
}

/** What one staff member wrote in departments of others is sorted. */
const isWritten = (step: string) => step.endsWith('os_ticket_author_staff (author_staff_id=?)')

const statements = new Set<string>()
const database = await sqliteDatabase(':memory:', { onQuery: (text) => void statements.add(text) })
const desk = await createTestHelpdesk({ storage: await openedStorage(database, {}) })
afterAll(() => desk.storage.close())
const ran = await statementsOf(desk, statements)

async function heavy(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [text, name] of ran) {
    const steps = (await heavySteps(database.db, text)).filter(
      (step) => !isWritten(step) && !known[name]?.includes(step),
    )
    if (steps.length > 0) found[name] = [...(found[name] ?? []), ...steps]
  }
  return found
}

test('the plans of all operations that read are here', () => {
  const reading = [...desk.helpdesk.operations.values()].filter((each) => 'read' in each && each.read)
  expect(reading.map(({ path }) => path).sort()).toEqual(Object.keys(readOperations).sort())
})

describe('in SQLite, no statement reads or sorts all of a big table', () => {
  test('without statistics', async () => expect(await heavy()).toEqual({}))

  test('with those of 100,000 tickets', async () => {
    await claimRows(database.db)
    expect(await heavy()).toEqual({})
  })

  test('but these plans do', async () => {
    const found = [
      'select id from ticket order by content limit 10',
      'select id from ticket where department_id = ? order by unread_staff, date limit 10',
      'select count(*) from ticketevent',
      'select t.id from ticket t left join ticketevent e on e.ticket_id = t.id and e.type = ?',
    ].map((text) => heavySteps(database.db, text))
    expect((await Promise.all(found)).map(([step]) => step?.split(':')[0])).toEqual([
      'sorts',
      'sorts',
      'reads all',
      'reads all',
    ])
  })
})
