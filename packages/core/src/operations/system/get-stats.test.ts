import { beforeEach, describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupports } from '../../index.js'
import type { AnyOperation } from '../../operation/index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
let clerk: TestAccount
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  clerk = await desk.staff()
  jane = await desk.user()
})

/** Calls with form fields, or with any values. */
const send = (fields: Record<string, unknown>) =>
  desk.helpdesk.call(desk.helpdesk.operations.get('/system/get-stats') as AnyOperation, clerk, fields)
const created = async (fields: Record<string, unknown>) =>
  ((await send(fields)).data as { created: number }).created

const zeros = (places: number) => new Array<number>(places).fill(0)

describe('the figures', () => {
  test('of no tickets are zeros', async () => {
    expect(await desk.helpdesk.system.getStats(clerk)).toEqual({
      created: 0,
      open: 0,
      closed: 0,
      instant: 0,
      reopened: 0,
      createdByHour: zeros(24),
      createdByWeekday: zeros(7),
      timeZone: 'UTC',
      averageFirstReply: 0,
      averageFirstClosed: 0,
      averageLastClosed: 0,
      averageDepartmentHops: 0,
      averageStaffHops: 0,
    })
  })

  test('cover the tickets of all departments', async () => {
    const { ticket, staff } = desk.helpdesk
    const sales = await desk.department()
    const start = desk.clock.now()
    const one = await desk.ticket({ author: jane })
    await desk.ticket({ author: jane, departmentId: sales })
    await staff.assignTicket(desk.admin, { ticketNumber: one })
    desk.clock.advance({ minutes: 10 })
    await ticket.comment(desk.admin, { ticketNumber: one, content: 'Is it on?' })
    desk.clock.advance({ minutes: 10 })
    await ticket.close(jane, { ticketNumber: one })
    const instant = await desk.helpdesk.system.getStats(clerk)
    await ticket.reOpen(jane, { ticketNumber: one })
    await ticket.comment(desk.admin, { ticketNumber: one, content: 'Now?' })
    desk.clock.advance({ minutes: 10 })
    await ticket.close(jane, { ticketNumber: one })

    const stats = await desk.helpdesk.system.getStats(clerk)
    expect(instant).toMatchObject({ created: 2, open: 1, closed: 1, instant: 1, reopened: 0 })
    expect(stats).toMatchObject({
      created: 2,
      open: 1,
      closed: 1,
      instant: 0,
      reopened: 1,
      averageFirstReply: 600,
      averageFirstClosed: 1200,
      averageLastClosed: 1800,
      averageStaffHops: 0.5,
    })
    expect(stats.createdByHour).toEqual(zeros(24).map((_, hour) => (hour === start.getUTCHours() ? 2 : 0)))
    const weekday = (start.getUTCDay() + 6) % 7
    expect(stats.createdByWeekday).toEqual(zeros(7).map((_, day) => (day === weekday ? 2 : 0)))
  })

  test('old clients get them under names with underscores, as numbers', async () => {
    await desk.ticket({ author: jane })
    const answer = await send({})
    const { createdByHour, createdByWeekday } = await desk.helpdesk.system.getStats(clerk)
    expect(await answer.legacyData()).toEqual({
      created: 1,
      open: 1,
      closed: 0,
      instant: 0,
      reopened: 0,
      created_by_hour: createdByHour,
      created_by_weekday: createdByWeekday,
      average_first_reply: 0,
      average_first_closed: 0,
      average_last_closed: 0,
      average_department_hops: 0,
      average_staff_hops: 0,
    })
  })
})

describe('the time zone', () => {
  /** The hours with tickets. */
  const hours = (counts: readonly number[]) => counts.flatMap((count, hour) => (count > 0 ? hour : []))

  test('is the setting, and for old clients UTC', async () => {
    await desk.helpdesk.system.editSettings(desk.admin, { 'time-zone': 'Asia/Kathmandu' })
    await desk.ticket({ author: jane })
    const { createdByHour, timeZone } = await desk.helpdesk.system.getStats(clerk)
    expect([desk.clock.now().toISOString(), timeZone, hours(createdByHour)]).toEqual([
      '2026-03-02T12:00:00.000Z',
      'Asia/Kathmandu',
      [17],
    ])
    const operation = desk.helpdesk.operations.get('/system/get-stats') as AnyOperation
    const { legacyData } = await desk.helpdesk.call(operation, clerk, {}, { wire: '4.11' })
    const old = (await legacyData()) as { created_by_hour: number[] }
    expect(hours(old.created_by_hour)).toEqual([12])
    expect(old).not.toHaveProperty('timeZone')
  })

  test('is the option while the setting has none', async () => {
    const { helpdesk, admin } = await createTestHelpdesk({ timeZone: 'America/St_Johns' })
    expect(await helpdesk.system.getStats(admin)).toMatchObject({ timeZone: 'America/St_Johns' })
    expect(await helpdesk.system.getSettings({})).toMatchObject({ 'time-zone': 'America/St_Johns' })
    await helpdesk.system.editSettings(admin, { 'time-zone': 'Europe/Berlin' })
    expect(await helpdesk.system.getSettings({})).toMatchObject({ 'time-zone': 'Europe/Berlin' })
    expect(() => new OpenSupports({ storage: memoryStorage(), timeZone: 'Mars' })).toThrow(
      'there is no time zone Mars',
    )
  })

  test.each(['', 'Mars', '+05:45', 'Europe/Berlin\n'])('INVALID_SETTING for %j', async (zone) => {
    const edit = desk.helpdesk.system.editSettings(desk.admin, { 'time-zone': zone })
    await expect(edit).rejects.toEqual(refusal('INVALID_SETTING'))
  })
})

describe('filters', () => {
  beforeEach(async () => {
    const { helpdesk, admin } = desk
    const sales = await desk.department()
    await helpdesk.ticket.createTag(admin, { name: 'red', color: '#f00' })
    await helpdesk.ticket.createTag(admin, { name: 'blue', color: '#00f' })
    const one = await desk.ticket({ author: jane })
    for (const tagId of [1, 2]) await helpdesk.ticket.addTag(admin, { ticketNumber: one, tagId })
    await helpdesk.staff.assignTicket(admin, { ticketNumber: one })
    await desk.ticket({ author: jane, departmentId: sales })
  })

  test('in a form: lists as JSON, dates as numbers, ids also as texts', async () => {
    expect(await created({ departments: '[2]' })).toBe(1)
    expect(await created({ departments: '["1","2"]' })).toBe(2)
    expect(await created({ tags: '[1,2]' })).toBe(1)
    expect(await created({ owners: `[${desk.admin.id}]` })).toBe(1)
    expect(await created({ owners: `[${clerk.id}]` })).toBe(0)
    expect(await created({ dateRange: '[0,299912312359]' })).toBe(2)
    expect(await created({ dateRange: '[199701010000,200001010000]' })).toBe(0)
    expect(await created({ departments: '[2]', tags: '[1]' })).toBe(0)
    expect(
      await created({ departments: '[1]', tags: '[2]', owners: '[1]', dateRange: '[0,299912312359]' }),
    ).toBe(1)
  })

  test('in code: natural values', async () => {
    const now = desk.clock.now()
    const stats = await desk.helpdesk.system.getStats(clerk, {
      dateRange: [now, now],
      departments: [1],
      tags: [1],
      owners: [1],
    })
    expect(stats.created).toBe(1)
  })

  test('empty lists filter nothing, and unknown fields are ignored', async () => {
    expect(await created({ departments: '[]', tags: '[]', owners: '[]', period: 'week' })).toBe(2)
  })

  const both = '[2,1]'
  test.each([
    ...['', '[]', '[1]', '[1,2,3]', both, '["a","b"]', 'x', '[null,null]'].map(
      (dateRange) => ['INVALID_DATE_RANGE_FILTER', { dateRange }] as const,
    ),
    ...['', '[99]', '[1,99]', '["1 OR 1=1"]', '1', '[1.5]', 'x'].flatMap((list) => [
      ['INVALID_DEPARTMENT_FILTER', { departments: list }] as const,
      ['INVALID_TAG_FILTER', { tags: list }] as const,
      ['INVALID_OWNER_FILTER', { owners: list }] as const,
    ]),
    ['INVALID_DATE_RANGE_FILTER', { dateRange: both, departments: '', tags: '', owners: '' }] as const,
    ['INVALID_DEPARTMENT_FILTER', { departments: '', tags: '', owners: '' }] as const,
    ['INVALID_TAG_FILTER', { tags: '', owners: '' }] as const,
  ])('%s for %j', async (code, fields) => {
    await expect(send(fields)).rejects.toEqual(refusal(code))
  })
})

test('requires staff, whatever the filters', async () => {
  for (const session of [{}, jane, await desk.ticketSession()]) {
    const call = desk.helpdesk.system.getStats(session, { departments: [99] })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  }
})
