import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

test('adds a department without members, and logs it', async () => {
  expect(await desk.helpdesk.system.addDepartment(desk.admin, { name: 'Sales' })).toBeNull()
  expect(await desk.storage.departments.all()).toEqual([
    { id: 1, name: 'Help and Support', owners: 1, private: false },
    { id: 2, name: 'Sales', owners: 0, private: false },
  ])
  expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toEqual([
    {
      id: 1,
      type: 'ADD_DEPARTMENT',
      to: 'Sales',
      date: desk.clock.now(),
      authorName: 'Ada Admin',
      author: { kind: 'staff', id: desk.admin.id },
    },
  ])
  expect(await desk.mails()).toEqual([])
})

test('the department may be private', async () => {
  await desk.helpdesk.system.addDepartment(desk.admin, { name: 'Board', private: true })
  expect(await desk.storage.departments.byName('Board')).toMatchObject({ private: true })
})

test('a name is stored as typed', async () => {
  await desk.helpdesk.system.addDepartment(desk.admin, { name: 'R&D <b>' })
  expect(await desk.storage.departments.byId(2)).toMatchObject({ name: 'R&D <b>' })
})

test.each(['', ' ', '0', 'x'.repeat(201), 'a\nb', 'help and SUPPORT'])(
  'INVALID_NAME for %j',
  async (name) => {
    await expect(desk.helpdesk.system.addDepartment(desk.admin, { name })).rejects.toMatchObject({
      code: 'INVALID_NAME',
    })
    expect(await desk.storage.departments.all()).toHaveLength(1)
    expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toEqual([])
  },
)

test('of two concurrent calls with the same name, one succeeds', async () => {
  const add = () => desk.helpdesk.system.addDepartment(desk.admin, { name: 'Sales' })
  const outcomes = await Promise.allSettled([add(), add()])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await desk.storage.departments.all()).toHaveLength(2)
})

test('requires staff of level 3, whatever the name', async () => {
  const others = [{}, await desk.user(), await desk.ticketSession()]
  others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
  for (const session of others) {
    const call = desk.helpdesk.system.addDepartment(session, { name: '' })
    await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  }
})
