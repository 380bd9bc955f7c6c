import { afterAll, expect, test } from 'vitest'
import { lockSteps } from './locks.js'
import { postgresServer } from './servers.test-support.js'

const server = await postgresServer()
afterAll(() => server?.stop())

test('takes locks in a fixed order, with one statement per table and mode', () => {
  const steps = lockSteps([
    { table: 'tickets', id: 9, mode: 'update' },
    { table: 'users', id: 5, mode: 'share' },
    { table: 'staff', id: 4, mode: 'share' },
    { table: 'staff', id: 2, mode: 'share' },
    { table: 'tickets', id: 3, mode: 'update' },
    { table: 'departments', id: 8, mode: 'share' },
    { name: 'settings', mode: 'share' },
    { name: 'admins', mode: 'share' },
  ])
  expect(steps.map(({ of, keys, mode }) => [of, keys.length, mode])).toEqual([
    ['names', 2, 'share'],
    ['departments', 1, 'share'],
    ['staff', 2, 'share'],
    ['users', 1, 'share'],
    ['tickets', 2, 'update'],
  ])
  expect(steps.map(({ keys }) => [...keys].sort((one, other) => one - other))).toEqual(
    steps.map(({ keys }) => keys),
  )
})

test('takes the stronger of two modes for a row, and keeps rows of both modes ordered by id', () => {
  const steps = lockSteps([
    { table: 'staff', id: 1, mode: 'share' },
    { table: 'staff', id: 2, mode: 'share' },
    { table: 'staff', id: 2, mode: 'update' },
    { table: 'staff', id: 3, mode: 'share' },
  ])
  expect(steps).toEqual([
    { of: 'staff', keys: [1], mode: 'share' },
    { of: 'staff', keys: [2], mode: 'update' },
    { of: 'staff', keys: [3], mode: 'share' },
  ])
})

test.skipIf(!server)(
  'on PostgreSQL, a locked ticket does not block inserts of rows that reference it',
  async () => {
    const [storage, other] = (await server?.open(2)) ?? []
    if (!storage || !other) throw new Error('no storages were opened')
    const departmentId = await storage.departments.insert({ name: 'Sales', private: false })
    const author = { kind: 'staff', id: 1 } as const
    await storage.staff.insert({
      name: 'Stan',
      email: 'stan@helpdesk.example',
      password: 'x',
      profilePic: '',
      level: 3,
      sendEmailOnNewTicket: false,
    })
    const id = await storage.tickets.insert({
      ticketNumber: 5,
      title: 'Help',
      content: 'Please',
      language: 'en',
      departmentId,
      author,
      authorName: null,
      authorEmail: null,
      unproved: false,
      file: null,
      date: new Date(0),
    })
    const tagId = (await storage.tags.insert({ name: 'red', color: '#f00' })) ?? 0
    await storage.transaction(async (tx) => {
      await tx.lock([{ table: 'tickets', id: id ?? 0, mode: 'update' }])
      expect(await other.tickets.addTag(id ?? 0, tagId)).toBe(true)
    })
    await storage.close()
    await other.close()
  },
)
