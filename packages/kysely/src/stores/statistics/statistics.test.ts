import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlite } from '../../index.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-statistics-'))
const file = join(folder, 'helpdesk.db')
let storage: Storage
let statements: string[] = []

beforeAll(async () => {
  storage = await sqlite(file, { onQuery: (sql) => statements.push(sql) })
  const desk = await createTestHelpdesk({ storage })
  const author = await desk.user()
  for (let each = 0; each < 5; each++) await desk.ticket({ author })
})

afterAll(async () => {
  await storage.close()
  rmSync(folder, { recursive: true })
})

test('runs three statements for any filter, on one snapshot', async () => {
  const range = { from: new Date(0), to: new Date(Date.UTC(2100, 0)) }
  for (const filter of [{}, { tags: [1, 2], departments: [1], owners: [1], dateRange: range }]) {
    statements = []
    await storage.tickets.statistics(filter)
    expect(statements[0]).toBe('begin')
    expect(statements).toHaveLength(1 + 3 + 1)
  }
})

test('4.11 rows: averages ignore nulls, and invalid dates have no weekday', async () => {
  const database = new Database(file)
  const set = (id: number, columns: string) =>
    database.prepare(`update ticket set ${columns} where id = ${id}`).run()
  set(1, 'date = 199706141330.0, total_departments = 3, total_owners = 1, first_closed_at = 199706141345.0')
  set(
    2,
    'date = 199706141330.0, total_departments = null, total_owners = null, closed = null, reopened = null',
  )
  set(
    3,
    'date = 199706152300.0, total_departments = 2, total_owners = null, first_closed_at = 199706160100.0',
  )
  set(4, 'date = 0, first_closed_at = 0, last_closed_at = 0, total_departments = null, total_owners = null')
  set(5, 'date = 202613451299, total_departments = null, total_owners = null')
  database.close()
  const { createdByHour, createdByWeekday, ...figures } = await storage.tickets.statistics({})
  expect(figures).toEqual({
    created: 5,
    open: 5,
    closed: 0,
    instant: 0,
    reopened: 0,
    averageFirstReply: 0,
    averageFirstClosed: (15 + 120) * 30,
    averageLastClosed: 0,
    averageDepartmentHops: 2.5,
    averageStaffHops: 1,
  })
  const hours = createdByHour.flatMap((count, hour) => (count ? [[hour, count]] : []))
  expect(hours).toEqual([
    [0, 1],
    [12, 1],
    [13, 2],
    [23, 1],
  ])
  expect(createdByWeekday).toEqual([0, 0, 0, 0, 0, 2, 1])
})
