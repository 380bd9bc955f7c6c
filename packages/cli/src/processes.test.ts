import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { OpenSupports } from '@opensupports/core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStorage } from '../../kysely/src/index.js'
import { mysqlServer, postgresServer } from '../../kysely/src/servers.test-support.js'
import { startDovecot } from '../../mail/src/imap/dovecot.test-support.js'
import { clientOf, type Post, type Session } from '../../server/src/day/client.test-support.js'
import { endOfDay } from '../../server/src/day/end-of-day.test-support.js'
import type { ModelTicket } from '../../server/src/day/model.test-support.js'
import { type Customer, type Member, walk } from '../../server/src/day/walk.test-support.js'
import { built, type Serving, startServing } from './serving.test-support.js'

/**
 * Runs four servers on one database that is empty at first, sends requests to them in turn, and kills one of them
 * halfway. Takes a minute for each database and needs a build: runs only with PROCESSES=1.
 */
const asked = process.env.PROCESSES === '1' && existsSync(built)
if (!asked) console.log('Four processes on one database: skipped (set PROCESSES=1, and build)')
const servers = [
  ['PostgreSQL', asked ? await postgresServer() : undefined],
  ['MariaDB', asked ? await mysqlServer() : undefined],
] as const
const folder = await mkdtemp(join(tmpdir(), 'processes-'))

afterAll(async () => {
  for (const [, server] of servers) await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const password = 'correct horse'
const admin = { email: 'ada@day.example', password }

interface Mail {
  readonly to: string
  readonly id: string
  readonly text: string
}

/** A mail server that stores the mails it receives. */
async function mailSink() {
  const mails: Mail[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=')
        const [, id = ''] = /^Message-ID: (.*)$/im.exec(text) ?? []
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', id, text })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  /** Returns the token in the mail to an address. */
  const tokenOf = async (to: string, place: RegExp) => {
    for (const start = Date.now(); Date.now() - start < 30_000; await wait(50)) {
      for (const mail of mails) {
        const [, token] = (mail.to === to && place.exec(mail.text)) || []
        if (token) return token
      }
    }
    throw new Error(`no token came to ${to}`)
  }
  const { port } = server.server.address() as AddressInfo
  return { mails, tokenOf, host: `127.0.0.1:${port}`, close: () => server.close(() => {}) }
}

/** Returns the ids of a ticket's comments, in the order of the stored events. */
async function commentsInEvents(databaseUrl: string, ticketNumber: number): Promise<number[]> {
  const storage = await openStorage(databaseUrl)
  while ((await storage.events.position(1000)) > 0);
  const ids: number[] = []
  for (let position = 0; ; ) {
    const events = await storage.events.after(position, 1000)
    for (const { name, payload } of events) {
      const comment = JSON.parse(payload) as { ticketNumber: number; commentId: number }
      if (name === 'ticket.commented' && comment.ticketNumber === ticketNumber) ids.push(comment.commentId)
    }
    const last = events.at(-1)
    if (!last) break
    position = last.position
  }
  await storage.close()
  return ids
}

for (const [kind, server] of servers)
  describe.skipIf(!server)(`four processes on ${kind}`, () => {
    let processes: Serving[]
    let alive: Post[]
    let turn = 0
    const underWay = new Map<Post, Set<Promise<unknown>>>()
    /** Sends requests to the servers in turn. */
    const post: Post = <T>(path: string, fields?: Record<string, string | number>, session?: Session) => {
      const one = alive[turn++ % alive.length] as Post
      const asking = one<T>(path, fields, session)
      const others = underWay.get(one) ?? new Set()
      underWay.set(one, others.add(asking))
      const end = () => void others.delete(asking)
      asking.then(end, end)
      return asking
    }
    const everywhere = <T>(path: string, fields: Record<string, string | number>) =>
      Promise.allSettled(alive.map((one) => one<T>(path, fields)))
    const won = (outcomes: PromiseSettledResult<unknown>[]) =>
      outcomes.filter(({ status }) => status === 'fulfilled').length

    let databaseUrl: string
    let ada: Session
    let staff: Member[]
    let customers: Customer[]
    let tickets: ModelTicket[] = []
    let apiKey: string
    let sink: Awaited<ReturnType<typeof mailSink>>
    let dovecot: Awaited<ReturnType<typeof startDovecot>>
    const confirmed: string[] = []

    beforeAll(async () => {
      sink = await mailSink()
      dovecot = await startDovecot()
      databaseUrl = (await server?.empty()) ?? ''
      const env = {
        DATABASE_URL: databaseUrl,
        DATA_DIR: folder,
        POLL_EVERY: '1',
        PRIVATE_MAIL_SERVERS: '1',
        // Forty tickets of one author at once queue at his row for longer than the default of a second on a slow disk.
        DATABASE_LOCK_TIMEOUT: '10000',
        DATABASE_CONNECT_TIMEOUT: '10000',
      }
      // All of them find the database empty and create its tables.
      processes = await Promise.all([1, 2, 3, 4].map(() => startServing(env)))
      alive = processes.map(({ api }) => clientOf(api))
    }, 60_000)

    afterAll(async () => {
      const codes = await Promise.all(processes.map((each) => each.stop()))
      expect(codes).toEqual([0, 0, 0, null])
      sink.close()
      await dovecot?.stop()
    }, 60_000)

    test('one of four concurrent installations wins', async () => {
      const settings = { language: 'en', registration: 1, 'mandatory-login': 0, 'allow-attachments': 1 }
      const mail = {
        'server-email': 'help@day.example',
        'smtp-host': sink.host,
        ...(dovecot
          ? {
              'imap-host': `{${dovecot.host}:${dovecot.port}/imap/notls}INBOX`,
              'imap-user': dovecot.user,
              'imap-pass': dovecot.pass,
            }
          : {}),
      }
      expect(won(await everywhere('/system/init-settings', { ...settings, ...mail }))).toBe(1)
      expect(won(await everywhere('/system/init-admin', { name: 'Ada', ...admin }))).toBe(1)
      ada = await post<Session>('/user/login', { ...admin, staff: 1 })
      for (const one of alive) await one('/staff/get', {}, ada)
    })

    test('a name is used only once', async () => {
      for (const name of ['urgent', 'known']) await post('/ticket/create-tag', { name, color: '#f00' }, ada)
      const outcomes = await Promise.allSettled(
        alive.map((one) => one('/ticket/create-tag', { name: 'raced', color: '#00f' }, ada)),
      )
      expect(won(outcomes)).toBe(1)
    })

    test('each sign-up gets one mail', async () => {
      for (const name of ['Sales', 'Workshop']) await post('/system/add-department', { name }, ada)
      const flags = { canCreateUsers: 1, canCreateTickets: 1, shouldReturnTicketNumber: 1 }
      apiKey = await post<string>('/system/add-api-key', { name: 'walker', ...flags }, ada)

      const served = [[1], [1, 2], [2], [3], [1, 2, 3]]
      const levels = [1, 1, 2, 2, 3]
      staff = await Promise.all(
        served.map(async (departments, index) => {
          const email = `member${index}@day.example`
          const fields = { name: `Member ${index}`, email, level: levels[index] ?? 1 }
          const { id } = await post<{ id: string }>(
            '/staff/invite',
            { ...fields, departments: JSON.stringify(departments) },
            ada,
          )
          const token = await sink.tokenOf(email, /token=([0-9a-f]{40})/)
          await post('/user/recover-password', { email, token, password })
          const session = await post<Session>('/user/login', { email, password, staff: 1 })
          return { id: Number(id), departments, session }
        }),
      )
      const emails = Array.from({ length: 20 }, (_, index) => `customer${index}@day.example`)
      for (const [index, email] of emails.entries()) {
        await post('/user/signup', { name: `Customer ${index}`, email, password, apiKey })
      }
      customers = []
      for (const email of emails) {
        const token = await sink.tokenOf(email, /verify-token\/[^/]+\/([0-9a-f]{40})/)
        await post('/user/verify', { email, token })
        const session = await post<Session>('/user/login', { email, password })
        customers.push({ id: Number(session.userId), email, session })
      }
      const supervised = JSON.stringify(customers.slice(1, 4).map(({ id }) => id))
      await post('/user/edit-supervised-list', { userId: customers[0]?.id ?? 0, userIdList: supervised }, ada)
      expect(new Set(sink.mails.map(({ id }) => id)).size).toBe(sink.mails.length)
      expect(sink.mails.filter(({ to }) => to.startsWith('customer'))).toHaveLength(20)
    }, 60_000)

    test('wrong passwords are counted across all servers', async () => {
      const person = { name: 'Twice', email: 'twice@day.example', password }
      expect(won(await everywhere('/user/signup', person))).toBe(1)
      const codes: string[] = []
      for (let attempt = 0; attempt < 12; attempt++) {
        const { api } = processes[attempt % processes.length] as Serving
        // The native wire: old clients get INVALID_CREDENTIALS for both.
        const response = await fetch(`${api}/user/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: 'twice@day.example', password: 'wrong horse' }),
        })
        codes.push(((await response.json()) as { message: string }).message)
      }
      expect(codes.slice(0, 10)).toEqual(Array(10).fill('INVALID_CREDENTIALS'))
      expect(codes.slice(10)).toEqual(Array(2).fill('TOO_MANY_REQUESTS'))
    })

    test('a day of work succeeds although one server is killed', async () => {
      const [victim] = processes.slice(-1) as [Serving]
      const doomed = clientOf(victim.api)
      let noise: Promise<void> | undefined
      let drained: Promise<unknown> | undefined
      const { ticketNumber } = await post<{ ticketNumber: number }>(
        '/ticket/create',
        { title: 'Noise', content: 'A lot of it', departmentId: 1, apiKey },
        (customers[19] as Customer).session,
      )
      const write = async () => {
        for (let n = 0; ; n++) {
          const content = `Noise ${n}`
          const fields = { ticketNumber, content }
          const done = await doomed('/ticket/comment', fields, (customers[19] as Customer).session).then(
            () => true,
            () => false,
          )
          if (!done) return
          confirmed.push(content)
        }
      }
      tickets = await walk(post, staff, customers, apiKey, {
        atOnce: 8,
        async onTicket(index) {
          if (index === 20) {
            // From now on, send the victim only requests that may be lost, until it is killed.
            const [last] = alive.slice(-1) as [Post]
            alive = alive.slice(0, 3)
            noise = write()
            drained = Promise.allSettled(underWay.get(last) ?? [])
          }
          if (index !== 60) return
          await drained
          await victim.kill()
        },
      })
      await noise
      const seen = await post<{ events: { type: string; content: string; id: string }[] }>(
        '/ticket/get',
        { ticketNumber },
        (customers[19] as Customer).session,
      )
      const comments = seen.events.filter(({ type }) => type === 'COMMENT').map(({ content }) => content)
      // The last comment may be stored although its response was lost.
      expect(comments.slice(0, confirmed.length)).toEqual(confirmed)
      expect(comments.length).toBeLessThanOrEqual(confirmed.length + 1)
      expect(confirmed.length).toBeGreaterThan(0)
      // What was committed before the kill has its event, although the killed process called no listener.
      const ids = seen.events.flatMap(({ type, id }) => (type === 'COMMENT' ? Number(id) : []))
      expect(await commentsInEvents(databaseUrl, Number(ticketNumber))).toEqual(ids)
      await post('/ticket/delete', { ticketNumber }, ada)
    }, 120_000)

    test('concurrent tickets have different numbers', async () => {
      const { session } = customers[19] as Customer
      const made = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          post<{ ticketNumber: number }>(
            '/ticket/create',
            { title: `At once ${n}`, content: 'All together', departmentId: 1, apiKey },
            session,
          ),
        ),
      )
      const numbers = new Set(made.map(({ ticketNumber }) => ticketNumber))
      expect(numbers.size).toBe(40)
      for (const ticketNumber of numbers) await post('/ticket/delete', { ticketNumber }, ada)
    }, 60_000)

    test('a mail becomes one ticket, whichever server polls it first', async (context) => {
      if (!dovecot) return context.skip()
      for (let n = 0; n < 20; n++) {
        const lines = ['From: Gus <gus@shop.example>', 'To: help@day.example', `Subject: By mail ${n}`]
        const id = `Message-ID: <mail${n}@shop.example>`
        await dovecot.append(
          [...lines, id, 'Date: Tue, 24 Nov 2026 12:00:00 +0000', '', `It broke: ${n}`, ''].join('\r\n'),
        )
      }
      const byMail = async () => {
        const found = await post<{ tickets: { ticketNumber: string; title: string }[]; pages: number }>(
          '/ticket/search',
          { query: 'By mail', page: 1, pageSize: 50 },
          ada,
        )
        return found.tickets
      }
      const start = Date.now()
      while ((await byMail()).length < 20 && Date.now() - start < 60_000) await wait(200)
      while ((await dovecot.count()) > 0 && Date.now() - start < 60_000) await wait(200)
      await wait(2000)
      const found = await byMail()
      expect(new Set(found.map(({ title }) => title)).size).toBe(20)
      expect(found).toHaveLength(20)
      for (const { ticketNumber } of found) await post('/ticket/delete', { ticketNumber }, ada)
    }, 90_000)

    endOfDay(() => ({ post, staff, customers, tickets }))
  })

test.skipIf(!asked)(
  'a process ends at SIGTERM although its mail server hangs, and keeps 200 mails',
  async () => {
    const hanging = createServer(() => {})
    hanging.listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const database = join(folder, 'hanging.db')
    const before = await openStorage(database)
    await new OpenSupports({ storage: before }).install({ admin: { name: 'Ada', ...admin } })
    await before.settings.set({ 'smtp-host': `127.0.0.1:${(hanging.address() as AddressInfo).port}` })
    const order = { template: 'TICKET_CREATED', to: 'jane@x.example', language: 'en', variables: {} }
    await before.outbox.add(Array.from({ length: 200 }, () => ({ ...order, createdAt: new Date() })))
    await before.close()

    const connected = once(hanging, 'connection')
    const serving = await startServing({
      DATABASE_URL: database,
      DATA_DIR: folder,
      PRIVATE_MAIL_SERVERS: '1',
    })
    await connected
    expect(await serving.stop()).toBe(0)
    hanging.close()

    const after = await openStorage(database)
    const now = new Date()
    expect(await after.outbox.claim(now, new Date(now.getTime() + 60_000), 1000)).toHaveLength(200)
    await after.close()
  },
)
