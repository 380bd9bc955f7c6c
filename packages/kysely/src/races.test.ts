import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  memoryStorage,
  type OpenSupports,
  OpenSupportsError,
  type SessionContext,
  type Storage,
  type TicketPage,
} from '@opensupports/core'
import { countedRandom, createTestHelpdesk, type TestAccount, testPassword } from '@opensupports/core/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysqlServer, postgresServer, type TestServer } from './servers.test-support.js'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-races-'))
let files = 0

const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }

afterAll(async () => {
  rmSync(folder, { recursive: true })
  for (const server of Object.values(servers)) await server?.stop()
})

type Action = (helpdesk: OpenSupports) => Promise<unknown>

/** Returns `done`, or the error code. */
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof OpenSupportsError ? error.code : error),
  )

/** Creates two helpdesks on the same data, and the ways in which two calls can overlap. */
async function twoHelpdesks([here, there]: readonly [Storage, Storage]) {
  onTestFinished(async () => {
    await here.close()
    await there.close()
  })
  let meanwhile: (() => Promise<void>) | undefined
  const storage: Storage = {
    ...here,
    async transaction(work) {
      const interruption = meanwhile
      meanwhile = undefined
      await interruption?.()
      return here.transaction(work)
    },
  }
  const desk = await createTestHelpdesk({ storage })
  const { helpdesk: other } = await createTestHelpdesk({
    storage: there,
    install: false,
    random: countedRandom(2),
  })

  return {
    ...desk,
    other,
    meetings: {
      'at once': (one: Action, two: Action) =>
        Promise.all([outcome(one(desk.helpdesk)), outcome(two(other))]),
      'at once, the other way round': async (one: Action, two: Action) => {
        const [second, first] = await Promise.all([outcome(two(desk.helpdesk)), outcome(one(other))])
        return [first, second]
      },
      /** The second call runs when the first has read everything but has not written yet. */
      'the second within the first': async (one: Action, two: Action) => {
        let second: unknown
        meanwhile = async () => {
          second = await outcome(two(other))
        }
        return [await outcome(one(desk.helpdesk)), second]
      },
      'the first within the second': async (one: Action, two: Action) => {
        let first: unknown
        meanwhile = async () => {
          first = await outcome(one(other))
        }
        const second = await outcome(two(desk.helpdesk))
        return [first, second]
      },
    },
  }
}

const meetings = [
  'at once',
  'at once, the other way round',
  'the second within the first',
  'the first within the second',
] as const

interface Poller {
  readonly helpdesk: OpenSupports
  readonly admin: SessionContext
  readonly uma: TestAccount
  readonly supervisor: SessionContext
}

/** The lists that take `updatedSince`, each as it is read by somebody who may see the tickets of Uma. */
const pollers: readonly (readonly [
  string,
  (poller: Poller) => (updatedSince: string) => Promise<TicketPage>,
])[] = [
  [
    'ticket.search',
    ({ helpdesk, admin }) =>
      (updatedSince) =>
        helpdesk.ticket.search(admin, { updatedSince, pageSize: 5 }),
  ],
  [
    'ticket.search with a text',
    ({ helpdesk, admin }) =>
      (updatedSince) =>
        helpdesk.ticket.search(admin, { updatedSince, pageSize: 5, query: 'smokes' }),
  ],
  [
    'staff.getAllTickets',
    ({ helpdesk, admin }) =>
      (updatedSince) =>
        helpdesk.staff.getAllTickets(admin, { updatedSince, page: 1 }),
  ],
  [
    'staff.getNewTickets',
    ({ helpdesk, admin }) =>
      (updatedSince) =>
        helpdesk.staff.getNewTickets(admin, { updatedSince, page: 1, pageSize: 5 }),
  ],
  [
    'staff.searchTickets',
    ({ helpdesk, admin }) =>
      (updatedSince) =>
        helpdesk.staff.searchTickets(admin, { updatedSince, page: 1, query: 'print' }),
  ],
  [
    'user.getTickets',
    ({ helpdesk, uma }) =>
      (updatedSince) =>
        helpdesk.user.getTickets(uma, { updatedSince, pageSize: 5 }),
  ],
  [
    'user.getSupervisedTickets',
    ({ helpdesk, supervisor, uma }) =>
      (updatedSince) =>
        helpdesk.user.getSupervisedTickets(supervisor, {
          updatedSince,
          pageSize: 5,
          supervisedUsers: [uma.id],
          showOwnTickets: true,
        }),
  ],
]

const storages: Readonly<Record<string, () => Promise<readonly [Storage, Storage]>>> = {
  async 'one storage in memory'() {
    const storage = memoryStorage()
    return [storage, storage]
  },
  async 'two connections to one file'() {
    const file = join(folder, `${++files}.db`)
    return [await sqlite(file, { synchronous: 'normal' }), await sqlite(file, { synchronous: 'normal' })]
  },
  ...Object.fromEntries(
    Object.entries(servers).flatMap(([name, server]) =>
      server ? [[`two pools on ${name}`, () => pair(server)]] : [],
    ),
  ),
}

async function pair(server: TestServer): Promise<readonly [Storage, Storage]> {
  const [one, other] = await server.open(2)
  if (!one || !other) throw new Error('no storages were opened')
  return [one, other]
}

describe.each(Object.entries(storages))('%s', (_, open) => {
  const prepare = async () => twoHelpdesks(await open())

  test.each(pollers)('a poller of %s misses no ticket that is created meanwhile', async (_, list) => {
    const { helpdesk, other, admin, user } = await prepare()
    const [uma, supervisor] = [await user(), await user()]
    await helpdesk.user.editSupervisedList(admin, { userId: supervisor.id, userIdList: [uma.id] })
    const poll = list({ helpdesk, admin, uma, supervisor })
    let updatedSince = (await poll('now')).updatedSince ?? ''
    const found = new Set<number>()
    const created: number[] = []
    let isOver = false
    const create = async (desk: OpenSupports) => {
      for (let each = 0; each < 10; each++) {
        const { ticketNumber } = await desk.ticket.create(uma, { title: 'Printer', content: 'It smokes.' })
        created.push(ticketNumber)
      }
    }
    const polling = async () => {
      for (;;) {
        const isLast = isOver
        const page = await poll(updatedSince)
        for (const { ticketNumber } of page.tickets) found.add(ticketNumber)
        if (isLast && page.updatedSince === updatedSince) return
        updatedSince = page.updatedSince ?? ''
        // Polls of memory never wait, and would keep everything else waiting.
        await new Promise((resume) => setImmediate(resume))
      }
    }
    const creating = Promise.all([create(helpdesk), create(other), create(helpdesk), create(other)])
    await Promise.all([
      polling(),
      creating.finally(() => {
        isOver = true
      }),
    ])
    expect([...found].sort()).toEqual(created.sort())
    expect(created).toHaveLength(40)
  })

  describe.each(meetings)('%s', (meeting) => {
    test('only one of two staff members can take a ticket', async () => {
      const { meetings, staff, ticket, admin, helpdesk } = await prepare()
      const [mia, eva] = [await staff(), await staff()]
      const ticketNumber = await ticket({ author: admin })
      const outcomes = await meetings[meeting](
        (helpdesk) => helpdesk.staff.assignTicket(mia, { ticketNumber }),
        (helpdesk) => helpdesk.staff.assignTicket(eva, { ticketNumber }),
      )
      expect([...outcomes].sort()).toEqual(['TICKET_ALREADY_ASSIGNED', 'done'])
      const { owner, events } = await helpdesk.ticket.get(admin, { ticketNumber })
      const winner = outcomes[0] === 'done' ? mia : eva
      expect(owner?.id).toBe(winner.id)
      expect(events.map(({ type, author }) => [type, author?.id])).toEqual([['ASSIGN', winner.id]])
    })

    test('two calls with one idempotency key create one ticket, and get one answer', async () => {
      const { meetings, user, helpdesk } = await prepare()
      const uma = await user()
      const answers: unknown[] = []
      const create = async (helpdesk: OpenSupports) => {
        const ticket = { title: 'Printer', content: 'It smokes.' }
        answers.push(await helpdesk.ticket.create(uma, ticket, { idempotencyKey: 'key' }))
      }
      expect(await meetings[meeting](create, create)).toEqual(['done', 'done'])
      expect(answers[0]).toEqual(answers[1])
      const { tickets } = await helpdesk.user.getTickets(uma)
      expect(tickets).toMatchObject([answers[0]])
    })

    test('a ticket closed during a comment is closed and has the comment', async () => {
      const { meetings, user, ticket, admin, helpdesk } = await prepare()
      const uma = await user()
      const ticketNumber = await ticket({ author: uma })
      const outcomes = await meetings[meeting](
        (helpdesk) => helpdesk.ticket.close(admin, { ticketNumber }),
        (helpdesk) => helpdesk.ticket.comment(uma, { ticketNumber, content: 'Wait!' }),
      )
      expect(outcomes).toEqual(['done', 'done'])
      const { closed, events } = await helpdesk.ticket.get(admin, { ticketNumber })
      expect(closed).toBe(true)
      expect(events.map(({ type }) => type).sort()).toEqual(['CLOSE', 'COMMENT'])
    })

    test('a ticket deleted during a comment leaves no event behind', async () => {
      const { meetings, user, ticket, admin, storage } = await prepare()
      const uma = await user()
      const ticketNumber = await ticket({ author: uma })
      const [deleted, commented] = await meetings[meeting](
        (helpdesk) => helpdesk.ticket.delete(uma, { ticketNumber }),
        (helpdesk) => helpdesk.ticket.comment(admin, { ticketNumber, content: 'Wait!' }),
      )
      expect(deleted).toBe('done')
      expect(['done', 'INVALID_TICKET']).toContain(commented)
      expect(await storage.tickets.byNumber(ticketNumber)).toBeUndefined()
      expect(await storage.tickets.eventById(1)).toBeUndefined()
    })

    test('a ticket is either deleted or assigned, not both', async () => {
      const { meetings, user, ticket, admin, storage } = await prepare()
      const uma = await user()
      const ticketNumber = await ticket({ author: uma })
      const [deleted, taken] = await meetings[meeting](
        (helpdesk) => helpdesk.ticket.delete(uma, { ticketNumber }),
        (helpdesk) => helpdesk.staff.assignTicket(admin, { ticketNumber }),
      )
      expect([
        ['done', 'INVALID_TICKET'],
        ['NO_PERMISSION', 'done'],
      ]).toContainEqual([deleted, taken])
      const left = await storage.tickets.byNumber(ticketNumber)
      expect(left?.owner?.id).toBe(taken === 'done' ? admin.id : undefined)
    })

    test('only one of two sign-ups with the same address succeeds', async () => {
      const { meetings, storage } = await prepare()
      const signup = (name: string) => (helpdesk: OpenSupports) =>
        helpdesk.user.signup({}, { name, email: 'both@customer.example', password: testPassword })
      const outcomes = await meetings[meeting](signup('One'), signup('Two'))
      expect([...outcomes].sort()).toEqual(['USER_EXISTS', 'done'])
      const { users } = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 10 })
      expect(users.map(({ name }) => name)).toEqual([outcomes[0] === 'done' ? 'One' : 'Two'])
    })

    test('a recovery token can be used only once', async () => {
      const { meetings, user, helpdesk, mails } = await prepare()
      const { email } = await user()
      await helpdesk.user.sendRecoverPassword({}, { email })
      const token = (await mails()).at(-1)?.variables.token ?? ''
      const recover = (password: string) => (helpdesk: OpenSupports) =>
        helpdesk.user.recoverPassword({}, { email, token, password })
      const outcomes = await meetings[meeting](recover('first password'), recover('second password'))
      expect([...outcomes].sort()).toEqual(['NO_PERMISSION', 'done'])
      const password = outcomes[0] === 'done' ? 'first password' : 'second password'
      await expect(helpdesk.user.login({}, { email, password })).resolves.toMatchObject({ userEmail: email })
    })

    test('a login with the old password leaves no session after a concurrent password change', async () => {
      const { meetings, user, helpdesk } = await prepare()
      const uma = await user()
      let session: SessionContext = {}
      const [loggedIn, changed] = await meetings[meeting](
        async (helpdesk) => {
          session = await helpdesk.user.login({}, { email: uma.email, password: testPassword })
        },
        (helpdesk) =>
          helpdesk.user.editPassword(uma, { oldPassword: testPassword, newPassword: 'battery staple' }),
      )
      expect(changed).toBe('done')
      expect(['done', 'INVALID_CREDENTIALS']).toContain(loggedIn)
      expect(await helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    })

    test('a login with a remember token leaves no session after a concurrent password change', async () => {
      const { meetings, user, helpdesk } = await prepare()
      const uma = await user()
      const first = { email: uma.email, password: testPassword, remember: true }
      const { userId, rememberToken } = await helpdesk.user.login({}, first)
      let session: SessionContext = {}
      const [loggedIn, changed] = await meetings[meeting](
        async (helpdesk) => {
          session = await helpdesk.user.login({}, { userId, rememberToken: rememberToken ?? '' })
        },
        (helpdesk) =>
          helpdesk.user.editPassword(uma, { oldPassword: testPassword, newPassword: 'battery staple' }),
      )
      expect(changed).toBe('done')
      expect(['done', 'INVALID_CREDENTIALS']).toContain(loggedIn)
      expect(await helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    })

    test('only one of two concurrent password changes succeeds', async () => {
      const { meetings, user, helpdesk } = await prepare()
      const uma = await user()
      const change = (newPassword: string) => (helpdesk: OpenSupports) =>
        helpdesk.user.editPassword(uma, { oldPassword: testPassword, newPassword })
      const outcomes = await meetings[meeting](change('first password'), change('second password'))
      expect([...outcomes].sort()).toEqual(['INVALID_OLD_PASSWORD', 'done'])
      const password = outcomes[0] === 'done' ? 'first password' : 'second password'
      await expect(helpdesk.user.login({}, { email: uma.email, password })).resolves.toHaveProperty('token')
    })

    test('a login leaves no session after a concurrent ban of the address', async () => {
      const { meetings, user, admin, helpdesk } = await prepare()
      const uma = await user()
      let session: SessionContext = {}
      const [loggedIn, banned] = await meetings[meeting](
        async (helpdesk) => {
          session = await helpdesk.user.login({}, { email: uma.email, password: testPassword })
        },
        (helpdesk) => helpdesk.user.ban(admin, { email: uma.email }),
      )
      expect(banned).toBe('done')
      expect(['done', 'ALREADY_BANNED']).toContain(loggedIn)
      expect(await helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
      expect(await helpdesk.user.checkSession(uma)).toEqual({ sessionActive: false })
    })

    test('a ticket created while its department is deleted is moved or rejected', async () => {
      const { meetings, department, user, admin, storage } = await prepare()
      const uma = await user()
      const departmentId = await department()
      const [deleted, written] = await meetings[meeting](
        (helpdesk) => helpdesk.system.deleteDepartment(admin, { departmentId, transferDepartmentId: 1 }),
        (helpdesk) =>
          helpdesk.ticket.create(uma, { title: 'Here?', content: 'Is anybody there?', departmentId }),
      )
      expect(deleted).toBe('done')
      expect(['done', 'INVALID_DEPARTMENT']).toContain(written)
      const query = { filter: {}, order: [], events: false, offset: 0, limit: 10 }
      const { tickets } = await storage.tickets.list(query)
      expect(tickets.map((ticket) => ticket.department?.id)).toEqual(written === 'done' ? [1] : [])
      expect((await storage.users.byId(uma.id))?.tickets).toBe(tickets.length)
    })

    test('a ticket moved to a department during its deletion is not lost', async () => {
      const { meetings, department, ticket, admin, storage } = await prepare()
      const departmentId = await department()
      const ticketNumber = await ticket({ author: admin })
      const [deleted, moved] = await meetings[meeting](
        (helpdesk) => helpdesk.system.deleteDepartment(admin, { departmentId, transferDepartmentId: 1 }),
        (helpdesk) => helpdesk.ticket.changeDepartment(admin, { ticketNumber, departmentId }),
      )
      expect(deleted).toBe('done')
      expect(['done', 'INVALID_DEPARTMENT']).toContain(moved)
      expect((await storage.tickets.byNumber(ticketNumber))?.department?.id).toBe(1)
    })
  })

  test('64 concurrent comments on one ticket are all stored', async () => {
    const { helpdesk, other, user, ticket, admin } = await prepare()
    const uma = await user()
    const ticketNumber = await ticket({ author: uma })
    await Promise.all(
      Array.from({ length: 64 }, (_, each) =>
        [helpdesk, other][each % 2]?.ticket.comment([uma, admin][each % 2] ?? uma, {
          ticketNumber,
          content: `Comment ${each}`,
        }),
      ),
    )
    const { events } = await helpdesk.ticket.get(admin, { ticketNumber })
    expect(new Set(events.map(({ content }) => content)).size).toBe(64)
  })

  test('64 concurrent tickets of one author get different numbers', async () => {
    const { helpdesk, other, user, storage } = await prepare()
    const uma = await user()
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, each) =>
        [helpdesk, other][each % 2]?.ticket.create(uma, { title: `Ticket ${each}`, content: 'Many of us.' }),
      ),
    )
    expect(new Set(answers.map((answer) => answer?.ticketNumber)).size).toBe(64)
    const query = { filter: {}, order: [], events: false, offset: 0, limit: 100 }
    expect((await storage.tickets.list(query)).total).toBe(64)
    expect((await storage.users.byId(uma.id))?.tickets).toBe(64)
  })
})
