import { createTestHelpdesk, type TestHelpdesk } from '@opensupports/core/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  type BothOptions,
  dataOf,
  form,
  hosts,
  json,
  multipart,
  type Send,
  signed,
} from './both-handlers.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
})

const sameOrigin = { 'sec-fetch-site': 'same-origin' }
const crossSite = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }

/** The header of somebody who signed in at the host. */
const cookie = (id: string, headers: Record<string, string> = sameOrigin) => ({
  ...headers,
  cookie: `theme=dark; host=${id}`,
})

/** A host whose sign-in is a cookie that holds the id. */
const options = (): BothOptions => ({
  session(request) {
    const { headers } = request
    const cookies = headers instanceof Headers ? headers.get('cookie') : headers.cookie
    const id = /host=(\w+)/.exec(cookies ?? '')?.[1]
    if (id === undefined) return undefined
    if (id === 'ada') return desk.helpdesk.actingAs({ staff: 1 })
    if (id === 'broken') return 'a text' as unknown as undefined
    if (id === 'down') return Promise.reject(new Error('the sign-in is down'))
    return Promise.resolve(desk.helpdesk.actingAs({ user: { id, email: `${id}@example.com`, name: id } }))
  },
})

const withHeaders = (init: RequestInit, headers: Record<string, string>): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string> | undefined), ...headers },
})
const ticket = { title: 'Printer', content: 'It smokes.' }
const get = (headers: Record<string, string>) => json({}, headers)

/** Returns the number of the newest ticket. */
async function lastTicket(): Promise<number> {
  const page = { filter: {}, order: [{ by: 'id', desc: true }], events: false, offset: 0, limit: 1 } as const
  const { tickets } = await desk.storage.tickets.list(page)
  return tickets[0]?.ticketNumber ?? 0
}

describe.each(hosts)('a session of the host, on $name', ({ serve }) => {
  const run = (work: (send: Send) => Promise<void>, more: BothOptions = {}) =>
    serve(desk.helpdesk, { ...options(), ...more }, work)

  test('is used for JSON, forms, uploads and downloads', async () => {
    await run(async (send) => {
      expect(await dataOf(await send('/api/user/get', get(cookie('jane'))))).toMatchObject({ name: 'jane' })
      const asForm = withHeaders(form(ticket), cookie('jane'))
      expect(await (await send('/api/ticket/create', asForm)).json()).toMatchObject({ status: 'success' })
      const file = new File(['text'], 'note.txt')
      const upload = withHeaders(multipart({ ...ticket, file }), cookie('jane'))
      expect(await (await send('/api/ticket/create', upload)).json()).toMatchObject({ status: 'success' })
      const of = json({ ticketNumber: await lastTicket() }, cookie('jane'))
      const made = (await dataOf(await send('/api/ticket/get', of))) as { file: string; author: object }
      expect(made.author).toMatchObject({ name: 'jane', email: 'jane@example.com' })
      const path = `/api/system/download?file=${made.file}`
      const downloaded = await send(path, { headers: cookie('jane') })
      expect([downloaded.status, await downloaded.text()]).toEqual([200, 'text'])
      const others = await send(path, { headers: cookie('mallory') })
      expect(others.status).toBe(403)
      const staff = await send(path, { headers: cookie('ada', { 'sec-fetch-site': 'none' }) })
      expect(await staff.text()).toBe('text')
    })
  })

  test('is refused to requests of other sites, uploads and downloads included', async () => {
    const author = desk.helpdesk.actingAs({ user: { id: 'jane', email: 'jane@example.com', name: 'jane' } })
    const { ticketNumber } = await desk.helpdesk.ticket.create(author, ticket)
    await run(async (send) => {
      for (const headers of [
        crossSite,
        {},
        { 'sec-fetch-site': 'none' },
        { 'sec-fetch-site': 'same-site', origin: 'http://other.helpdesk.example' },
        { origin: 'null' },
        { origin: 'https://evil.example' },
      ]) {
        const refused = await send('/api/user/get', get(cookie('jane', headers)))
        expect(refused.status).toBe(403)
        expect(await refused.json()).toMatchObject({
          message: 'CROSS_SITE_REQUEST',
          detail: expect.stringContaining('cors'),
        })
        const close = withHeaders(form({ ticketNumber: String(ticketNumber) }), cookie('jane', headers))
        expect(await (await send('/api/ticket/close', close)).json()).toMatchObject({
          message: 'CROSS_SITE_REQUEST',
        })
        const upload = withHeaders(
          multipart({ ...ticket, file: new File(['x'], 'x.txt') }),
          cookie('jane', headers),
        )
        expect(await (await send('/api/ticket/create', upload)).json()).toMatchObject({
          message: 'CROSS_SITE_REQUEST',
        })
      }
      expect(await desk.helpdesk.ticket.get(author, { ticketNumber })).toMatchObject({ closed: false })
      const codes: unknown[] = []
      await run(
        async (logged) => {
          const downloaded = await logged('/api/system/download?file=t1_a.txt', {
            headers: cookie('jane', crossSite),
          })
          expect([downloaded.status, await downloaded.text()]).toEqual([403, ''])
        },
        { log: ({ code }) => codes.push(code) },
      )
      expect(codes).toEqual(['CROSS_SITE_REQUEST'])
    })
  })

  test('is used where the origin is that of the request, or listed with credentials', async () => {
    const listed = 'https://app.example'
    await run(
      async (send) => {
        const from = async (origin: string, more = {}) =>
          (await send('/api/user/get', get(cookie('jane', { origin, ...more })))).status
        expect(await from(listed, { 'sec-fetch-site': 'cross-site' })).toBe(200)
        expect(await from(listed)).toBe(200)
        expect(await from('https://app.example.evil.example')).toBe(403)
        const answer = await send('/api/user/get', get(cookie('jane', { origin: listed })))
        expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
      },
      { cors: { origins: [listed], credentials: true } },
    )
    await run(
      async (send) => {
        const answer = await send('/api/user/get', get(cookie('jane', { origin: listed })))
        expect([answer.status, answer.headers.get('access-control-allow-credentials')]).toEqual([403, null])
      },
      { cors: { origins: [listed] } },
    )
  })

  test('gives way to a session that the request shows, even one that has ended', async () => {
    const uma = await desk.user({ name: 'Uma' })
    const bearer = { authorization: `Bearer ${uma.userId}.${uma.token}` }
    await run(async (send) => {
      // As old clients do, from any site: other sites do not know the token.
      const both = withHeaders(form(signed(uma)), cookie('jane', crossSite))
      expect(await dataOf(await send('/api/user/get', both))).toMatchObject({ name: 'Uma' })
      const shown = await send('/api/user/get', get({ ...cookie('jane'), ...bearer }))
      expect(await dataOf(shown)).toMatchObject({ name: 'Uma' })
      await desk.helpdesk.user.logout(uma)
      const ended = withHeaders(form(signed(uma)), cookie('jane'))
      expect(await (await send('/api/user/get', ended)).json()).toMatchObject({ message: 'NO_PERMISSION' })
      const empty = withHeaders(form({ csrf_userid: '', csrf_token: '' }), cookie('jane'))
      expect(await dataOf(await send('/api/user/get', empty))).toMatchObject({ name: 'jane' })
    })
  })

  test('gives way to the cookie for downloads, unless its session has ended', async () => {
    const uma = await desk.user()
    const own = `opensupports_session=${uma.userId}.${uma.token}`
    await run(async (send) => {
      const sent = multipart({ ...ticket, ...signed(uma), file: new File(['text'], 'note.txt') })
      await send('/api/ticket/create', sent)
      const { file } = await desk.helpdesk.ticket.get(uma, { ticketNumber: await lastTicket() })
      const path = `/api/system/download?file=${file}`
      const load = async (id: string) =>
        (await send(path, { headers: { ...sameOrigin, cookie: `host=${id}; ${own}` } })).status
      expect(await load('mallory')).toBe(200)
      await desk.helpdesk.user.logout(uma)
      expect(await load('mallory')).toBe(403)
      expect(await load('ada')).toBe(200)
    })
  })

  test('is none for a guest, whose requests are those of anybody', async () => {
    await run(async (send) => {
      const guest = { ...ticket, name: 'Gus', email: 'gus@example.com' }
      const made = await send('/api/ticket/create', withHeaders(form(guest), crossSite))
      expect(await made.json()).toMatchObject({ status: 'success' })
      expect((await send('/api/user/get', get({}))).status).toBe(403)
      const active = await send('/api/user/check-session', get({}))
      expect(await dataOf(active)).toEqual({ sessionActive: false })
    })
  })

  test('that cannot be found is an INTERNAL_ERROR with the cause in the log', async () => {
    const errors: unknown[] = []
    const log = {
      info() {},
      warn() {},
      error: (entry: { err?: unknown }) => void errors.push(String(entry.err)),
    }
    desk = await createTestHelpdesk({ log })
    await run(async (send) => {
      for (const id of ['down', 'broken']) {
        const answer = await send('/api/user/get', get(cookie(id)))
        expect(await answer.json()).toMatchObject({ message: 'INTERNAL_ERROR' })
      }
    })
    expect(errors).toEqual([
      'Error: the sign-in is down',
      'TypeError: the option `session` returned no session',
    ])
  })

  test('has the address and the id of the request', async () => {
    const errors: unknown[] = []
    const log = {
      info() {},
      warn() {},
      error: (entry: { requestId?: string }) => void errors.push(entry.requestId),
    }
    desk = await createTestHelpdesk({ log })
    desk.helpdesk.prepare('ticket.create', () => {
      throw new Error('a bug')
    })
    await run(async (send) => {
      await send('/api/ticket/create', json(ticket, { ...cookie('jane'), 'x-request-id': 'r-1' }))
    })
    expect(errors).toEqual(['r-1'])
  })
})

describe('the origin of a request', () => {
  const node = hosts[0]
  test('may be that of the host, or of the configured API, where the browser sends no Sec-Fetch-Site', async () => {
    desk = await createTestHelpdesk({ publicUrl: 'https://help.example' })
    await hosts[1]?.serve(desk.helpdesk, options(), async (send) => {
      const from = async (origin: string) =>
        (await send('/api/user/get', get(cookie('jane', { origin })))).status
      expect(await from('http://helpdesk.example')).toBe(200)
      expect(await from('https://helpdesk.example')).toBe(200)
      expect(await from('https://help.example')).toBe(200)
      expect(await from('http://help.example')).toBe(403)
      expect(await from('http://helpdesk.example:8080')).toBe(403)
      expect(await from('ftp://helpdesk.example')).toBe(403)
    })
    await node?.serve(desk.helpdesk, { ...options(), trustProxy: true }, async (send) => {
      const secure = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' }
      const from = async (origin: string) =>
        (await send('/api/user/get', get(cookie('jane', { ...secure, origin })))).status
      expect(await from('http://127.0.0.1')).toBe(403)
      expect(await from('https://help.example')).toBe(200)
    })
  })
})
