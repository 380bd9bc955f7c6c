import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let clerk: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  clerk = await desk.staff()
})

const logs = (page = 1) => desk.helpdesk.system.getLogs(clerk, { page })

test('returns author, action, object and time, newest first', async () => {
  expect(await logs()).toEqual([])
  const jane = await desk.user({ name: 'Jane' })
  const date = desk.clock.now()
  const ticketNumber = await desk.ticket({ author: jane })
  desk.clock.advance({ minutes: 5 })
  await desk.helpdesk.system.editSettings(desk.admin, { title: 'Help' })
  expect(await logs()).toEqual([
    {
      type: 'EDIT_SETTINGS',
      to: null,
      date: desk.clock.now(),
      author: { name: 'Ada Admin', id: desk.admin.id, staff: true },
    },
    {
      type: 'CREATE_TICKET',
      to: String(ticketNumber),
      date,
      author: { name: 'Jane', id: jane.id, staff: false },
    },
  ])
})

test('of an account that is gone the name is left', async () => {
  const jane = await desk.user({ name: 'Jane' })
  await desk.ticket({ author: jane })
  await desk.storage.users.remove(jane.id)
  expect((await logs())[0]?.author).toEqual({ name: 'Jane', id: null, staff: false })
})

test('has pages of ten, empty ones past the end, and keeps old entries', async () => {
  for (let day = 1; day <= 21; day++) {
    await desk.helpdesk.system.addDepartment(desk.admin, { name: `day ${day}` })
    desk.clock.advance({ days: 2 })
  }
  clerk = await desk.staff()
  const names = async (page: number) => (await logs(page)).map(({ to }) => to)
  expect(await names(1)).toEqual(Array.from({ length: 10 }, (_, index) => `day ${21 - index}`))
  expect(await names(2)).toEqual(Array.from({ length: 10 }, (_, index) => `day ${11 - index}`))
  expect(await names(3)).toEqual(['day 1'])
  expect(await names(4)).toEqual([])
  expect(await names(1_000_000_000)).toEqual([])
})

test.each([0, -1, 1.5, Number.NaN])('INVALID_PAGE for %j', async (page) => {
  await expect(logs(page)).rejects.toMatchObject({ code: 'INVALID_PAGE' })
})

test('requires staff, whatever the page', async () => {
  for (const session of [{}, await desk.user(), await desk.ticketSession()]) {
    const call = desk.helpdesk.system.getLogs(session, { page: 0 })
    await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  }
})
