import {
  decidingOrder,
  memoryStorage,
  type Storage,
  type TicketDetails,
  type TicketFilter,
  type TicketOrder,
  type TicketQuery,
} from '@opensupports/core'
import { afterAll, describe, expect, test } from 'vitest'
import { mysqlServer, postgresServer } from '../servers.test-support.js'
import { sqlite } from '../sqlite.js'
import { usual } from './usual-order.test-support.js'

const servers = { PostgreSQL: await postgresServer(), MySQL: await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
})

/** Returns numbers below `end`, the same ones each time. */
function numbers(seed: number) {
  let state = seed
  return (end: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * end)
  }
}

const words = ['printer', 'smoke', 'Lamp', 'éclair', 'no', '100%', 'under_score']
const start = Date.UTC(2026, 0, 1)

/** Writes the same tickets into any storage: of three departments and none, by users and staff, open and closed. */
async function fill(storage: Storage): Promise<void> {
  const below = numbers(7)
  await storage.transaction(async (tx) => {
    for (let id = 1; id <= 4; id++) await tx.departments.insert({ name: `D${id}`, private: false })
    for (let id = 1; id <= 3; id++) {
      const email = `${id}@x.example`
      const member = { password: '-', profilePic: '', level: 2, sendEmailOnNewTicket: false } as const
      await tx.staff.insert({ ...member, name: `S${id}`, email })
      const user = {
        password: '-',
        signupDate: new Date(start),
        verificationToken: null,
        notRegistered: false,
      }
      await tx.users.insert({ ...user, name: `U${id}`, email })
    }
    await tx.tags.insert({ name: 'urgent', color: '#f00' })
    for (let each = 0; each < 420; each++) {
      const text = `${words[below(words.length)]} ${words[below(words.length)]}`
      const id = await tx.tickets.insert({
        ticketNumber: 100_000 + each * 37,
        title: text,
        content: words[below(words.length)] ?? '',
        language: 'en',
        departmentId: 1 + below(4),
        author: { kind: below(3) === 0 ? 'staff' : 'user', id: 1 + below(3) },
        authorName: null,
        authorEmail: null,
        file: null,
        date: new Date(start + below(30) * 60_000),
        unproved: below(5) === 0,
      })
      if (id === undefined) throw new Error('a number was taken')
      await tx.tickets.update(id, { closed: below(3) === 0, unreadStaff: below(2) === 0 })
      if (below(2) === 0) await tx.tickets.assign(id, 1 + below(3), { unread: false })
      if (below(4) === 0) await tx.tickets.addTag(id, 1)
      const comment = {
        type: 'COMMENT',
        author: { kind: 'user', id: 1 },
        file: null,
        private: false,
      } as const
      if (below(3) === 0)
        await tx.tickets.addEvent(id, {
          ...comment,
          content: words[below(words.length)] ?? '',
          date: new Date(start),
        })
    }
    await tx.tickets.moveThese(await tx.tickets.firstIn(4, 10_000), 3)
  })
}

const orders: readonly (readonly TicketOrder[])[] = [
  usual,
  [{ by: 'closed', desc: true }, ...usual],
  [{ by: 'owner', desc: true }, ...usual],
  [{ by: 'unreadStaff', desc: true }, { by: 'id' }],
  [{ by: 'date', desc: true }, ...usual],
  [{ by: 'date' }, ...usual],
  [{ by: 'id' }],
  [{ by: 'id', desc: true }],
  [{ by: 'titlePrefix' }, { by: 'id', desc: true }],
  [{ by: 'rank' }, ...usual],
]
const scopes: readonly TicketFilter[] = [
  {},
  { departments: [1, 3] },
  { departments: [] },
  { anyOf: [{ departments: [1, 2] }, { writtenByStaff: 2 }] },
  { anyOf: [{ departments: [1] }, { departments: [2, 3], writtenByStaff: 1 }] },
  { anyOf: [{ departments: [] }, { writtenByStaff: 3 }] },
  { anyOf: [{ departments: [1, 2] }, { departments: [2, 3] }], departments: [2, 3] },
  { outside: [1, 2] },
  // So many that the first tickets of all departments are looked through before each department.
  { anyOf: [{ departments: [1, 2, 11, 12, 13, 14, 15, 16, 17] }, { writtenByStaff: 2 }] },
]
const others: readonly TicketFilter[] = [
  {},
  { closed: true },
  { closed: false, assigned: false },
  { unreadStaff: true, unproved: true },
  { owners: [1, 2] },
  {
    authors: [
      { kind: 'user', id: 1 },
      { kind: 'staff', id: 2 },
    ],
  },
  { linkedToStaff: 2 },
  { tags: [1], assigned: true },
  { dateRange: { from: new Date(start + 300_000), to: new Date(start + 900_000) } },
  { titleContains: 'SMOKE' },
  { text: 'printer' },
  { text: 'no', titleContains: 'lamp' },
  { text: '00' },
  { text: '0037' },
  { text: '100%' },
  { text: 'eclair', closed: false },
]
type Page = Pick<TicketQuery, 'offset' | 'limit' | 'after'>
const pages: readonly Page[] = [
  { offset: 0, limit: 10 },
  { offset: 20, limit: 10 },
  { offset: 0, limit: 1000 },
  { offset: 400, limit: 10 },
  // So far that all departments are walked together.
  { offset: 20, limit: 291 },
]

const memory = memoryStorage()
await fill(memory)

/** Returns pages behind places: those of the third and of the fortieth ticket of the list. */
async function pagesBehind(filter: TicketFilter, order: readonly TicketOrder[]): Promise<Page[]> {
  if (order.some(({ by }) => by === 'rank' || by === 'titlePrefix')) return []
  const { tickets } = await memory.tickets.list({ filter, order, events: false, offset: 0, limit: 40 })
  return [tickets[2], tickets[39]].flatMap((ticket) =>
    ticket ? { offset: 0, limit: 10, after: placeOf(ticket, order) } : [],
  )
}

const placeOf = ({ id, date, closed, unreadStaff, owner }: TicketDetails, order: readonly TicketOrder[]) =>
  decidingOrder(order).map(({ by }) => {
    switch (by) {
      case 'id':
        return id
      case 'date':
        return date.getTime()
      case 'owner':
        return owner?.id ?? null
      case 'closed':
        return Number(closed)
      default:
        return Number(unreadStaff)
    }
  })

const engines: readonly (readonly [string, () => Promise<Storage | undefined>])[] = [
  ['SQLite', () => sqlite(':memory:')],
  ['PostgreSQL', async () => (await servers.PostgreSQL?.open(1))?.[0]],
  ['MySQL', async () => (await servers.MySQL?.open(1))?.[0]],
]
for (const [engine, open] of engines) {
  const isThere = engine === 'SQLite' || servers[engine as keyof typeof servers] !== undefined
  describe.skipIf(!isThere)(`${engine} lists what the memory lists`, async () => {
    const storage = isThere ? await open() : undefined
    if (storage) await fill(storage)
    const idsOf = async (from: Storage, filter: TicketFilter, order: readonly TicketOrder[], page: Page) => {
      const { tickets, total } = await from.tickets.list({ filter, order, events: false, ...page })
      return { ids: tickets.map(({ id }) => id), total }
    }

    test.each(
      orders.map(
        (order) => [order.map(({ by, desc }) => (desc ? `${by} desc` : by)).join(', '), order] as const,
      ),
    )('by %s', async (_, order) => {
      let asked = 0
      for (const scope of scopes) {
        for (const other of others) {
          const filter = { ...scope, ...other }
          for (const page of [...pages, ...(await pagesBehind(filter, order))]) {
            // Each page costs servers several round trips. They get every third one, of each list other ones.
            if (asked++ % 3 > 0 && engine !== 'SQLite') continue
            const found = storage && (await idsOf(storage, filter, order, page))
            expect({ filter, page, ...found }).toEqual({
              filter,
              page,
              ...(await idsOf(memory, filter, order, page)),
            })
          }
        }
      }
    })
    test('and closes', () => storage?.close())
  })
}
