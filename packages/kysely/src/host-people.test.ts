import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { pglite } from './pglite.js'
import { pgliteOfTest } from './pglite.test-support.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-people-'))
let files = 0
const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

type Pair = readonly [Storage, Storage]
const storages: Record<string, () => Promise<Pair>> = {
  async memory() {
    const storage = memoryStorage()
    return [storage, storage]
  },
  async SQLite() {
    const file = join(folder, `${++files}.db`)
    return [await sqlite(file, { synchronous: 'normal' }), await sqlite(file, { synchronous: 'normal' })]
  },
  async PGlite() {
    const storage = await pglite(await pgliteOfTest())
    return [storage, { ...storage, close: async () => {} }]
  },
}
for (const [name, server] of Object.entries(servers))
  if (server) storages[name] = async () => (await server.open(2)) as unknown as Pair

const jane = { id: 'Jane/ä ', email: 'jane@example.com', name: 'Jane' }
const sam = { id: 'sam', email: 'sam@example.com', name: 'Sam', level: 2, departments: [1] } as const

describe.each(Object.entries(storages))('on %s', (_, open) => {
  async function prepare() {
    const [storage, there] = await open()
    onTestFinished(async () => {
      await storage.close()
      await there.close()
    })
    const desk = await createTestHelpdesk({ storage })
    const { helpdesk: other } = await createTestHelpdesk({ storage: there, install: false })
    return { ...desk, other }
  }

  test('parallel first uses in two processes make one account', async () => {
    const { helpdesk, other, storage } = await prepare()
    const created: number[] = []
    for (const desk of [helpdesk, other]) desk.on('user.created', ({ userId }) => void created.push(userId))
    const desks = [helpdesk, other, helpdesk, other]
    await Promise.all(desks.map((desk) => desk.user.get(desk.actingAs({ user: jane }))))
    expect(created).toHaveLength(1)
    const { total } = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 5 })
    expect(total).toBe(1)
    await Promise.all(desks.map((desk) => desk.staff.get(desk.actingAs({ staff: sam }))))
    expect(await storage.staff.count()).toBe(2)
  })

  test('parallel first uses of two ids with one address link one of them', async () => {
    const { helpdesk, other } = await prepare()
    const use = (desk: typeof helpdesk, id: string) =>
      desk.user.get(desk.actingAs({ user: { ...jane, id, linkByEmail: true } })).then(
        () => 'done',
        ({ code }) => code,
      )
    expect((await Promise.all([use(helpdesk, 'a'), use(other, 'b')])).sort()).toEqual([
      'IDENTITY_CONFLICT',
      'done',
    ])
  })

  test('people follow the host with their tickets, and are forgotten', async () => {
    const { helpdesk, other, ticket, storage } = await prepare()
    const ticketNumber = await ticket({ author: helpdesk.actingAs({ user: jane }) })
    const moved = other.actingAs({ user: { ...jane, name: 'J.', email: 'j@example.com' } })
    expect((await other.ticket.get(moved, { ticketNumber })).author).toMatchObject({
      name: 'J.',
      email: 'j@example.com',
    })
    await helpdesk.staff.get(helpdesk.actingAs({ staff: sam }))
    const led = other.actingAs({ staff: { id: 'sam', level: 1, departments: [] } })
    expect(await other.staff.get(led)).toMatchObject({ level: 1, departments: [] })
    expect(await helpdesk.forget({ user: jane.id })).toBe(true)
    await expect(other.user.get(moved)).rejects.toMatchObject({ code: 'USER_DISABLED' })
    expect(await other.forget({ user: jane.id, erase: true })).toBe(true)
    expect(await storage.tickets.byNumber(ticketNumber)).toBeUndefined()
    expect(await helpdesk.forget({ user: jane.id })).toBe(false)
  })

  test('a sign-up with the same address at once makes no second account', async () => {
    const { helpdesk, other, storage } = await prepare()
    const person = { name: 'Jane', email: jane.email, password: 'a password' }
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        ({ code }) => code,
      )
    const [vouched, signedUp] = await Promise.all([
      outcome(helpdesk.user.get(helpdesk.actingAs({ user: jane }))),
      outcome(other.user.signup({}, person)),
    ])
    expect([
      ['done', 'USER_EXISTS'],
      ['IDENTITY_NOT_LINKED', 'done'],
    ]).toContainEqual([vouched, signedUp])
    const { total } = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 5 })
    expect(total).toBe(1)
  })
})
