import type { IncomingMessage, ServerResponse } from 'node:http'
import { OpenSupportsError } from '@opensupports/core'
import { nodeHandler } from '@opensupports/server'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createClient, OpenSupportsClientError } from './index.js'
import { delayBefore } from './retry.js'
import { listen, serveDesk } from './serving.test-support.js'

const thrown = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => error as OpenSupportsClientError,
  )

const active = JSON.stringify({ status: 'success', data: { sessionActive: true } })

/** Answers the first requests in turn, and the rest with success. Counts them. */
async function server(...answers: ((response: ServerResponse, request: IncomingMessage) => unknown)[]) {
  const seen: (string | undefined)[] = []
  const url = await listen((request, response) => {
    seen.push(request.url)
    request.resume()
    const answer = answers[seen.length - 1]
    if (answer) answer(response, request)
    else response.end(active)
  })
  return { url, seen, client: createClient({ url }) }
}

const busy = (seconds: string) => (response: ServerResponse) => {
  response.writeHead(503, { 'retry-after': seconds })
  response.end(JSON.stringify({ status: 'fail', message: 'SERVER_BUSY', data: { retryAfter: 9 } }))
}
const broken = (response: ServerResponse) => response.destroy()
const silent = () => {}

describe('a refusal', () => {
  test('has the code, what it means, the field, the status and the id of the request', async () => {
    const { customer } = await serveDesk()
    const error = await thrown((await customer()).ticket.create({ title: '', content: 'x' }))
    expect(error).toBeInstanceOf(OpenSupportsClientError)
    const { code, detail, field, status, requestId, message, details } = error
    expect({ code, field, status, details }).toEqual({
      code: 'INVALID_TITLE',
      field: 'title',
      status: 400,
      details: null,
    })
    expect(message).toBe(`INVALID_TITLE: ${detail} (title)`)
    expect(detail).toBe(new OpenSupportsError('INVALID_TITLE').detail)
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('of a hook carries what the hook says', async () => {
    const { desk, customer } = await serveDesk()
    const client = await customer()
    desk.helpdesk.before('ticket.create', () => {
      throw new OpenSupportsError('REFUSED', {
        details: { code: 'SPAM', message: '2026-03-02T12:00:00.000Z' },
      })
    })
    const error = await thrown(client.ticket.create({ title: 'Buy', content: 'now' }))
    expect(error).toMatchObject({
      code: 'REFUSED',
      details: { code: 'SPAM', message: '2026-03-02T12:00:00.000Z' },
    })
  })

  test('of files has its own code, too', async () => {
    const { customer } = await serveDesk({ helpdesk: { settings: { 'max-size': '0.001' } } })
    const file = new File(['x'.repeat(5000)], 'a.txt')
    const error = await thrown((await customer()).ticket.create({ title: 'Big', content: 'x', file }))
    expect(error).toMatchObject({ code: 'INVALID_FILE', status: 400 })
  })
})

describe('INVALID_ANSWER', () => {
  test.each([
    ['a page', 200, '<!doctype html><title>My app</title>'],
    ['another API', 200, '{"ok":true}'],
    ['a number', 404, '12'],
    ['nothing', 500, ''],
  ])('says that %s came from the address', async (_, status, body) => {
    const { client } = await server((response) =>
      response.writeHead(status, { 'x-request-id': 'r-1' }).end(body),
    )
    const error = await thrown(client.user.checkSession())
    expect(error).toMatchObject({ code: 'INVALID_ANSWER', status, requestId: 'r-1' })
    expect(error.message).toContain('`url`')
  })

  test('is none where a proxy refuses the size of a request', async () => {
    const { client } = await server((response) => response.writeHead(413).end('<h1>Too Large</h1>'))
    const error = await thrown(client.ticket.close({ ticketNumber: 123456 }))
    expect(error).toMatchObject({ code: 'REQUEST_TOO_LARGE', status: 413 })
    expect(error.detail).toContain('proxy')
  })

  test('is what a wrong path of a helpdesk gets, unless it speaks JSON', async () => {
    const { desk } = await serveDesk()
    const url = await listen(nodeHandler(desk.helpdesk, { basePath: '/support/api' }))
    const error = await thrown(createClient({ url: `${url}/api` }).user.checkSession())
    expect(error).toMatchObject({ code: 'WRONG_BASE_PATH', status: 404 })
  })
})

describe('a call is ended', () => {
  test('by its signal, with the reason as the cause', async () => {
    const { client } = await server(silent)
    const reason = new Error('the page was left')
    const controller = new AbortController()
    const call = thrown(client.ticket.get({ ticketNumber: 123456 }, { signal: controller.signal }))
    controller.abort(reason)
    expect(await call).toMatchObject({ code: 'ABORTED', cause: reason, status: undefined })
  })

  test('by a signal that is aborted already, before anything is sent', async () => {
    const { client, seen } = await server()
    const error = await thrown(client.ticket.close({ ticketNumber: 123456 }, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('ABORTED')
    expect(seen).toEqual([])
  })

  test('by its signal while files are sent', async () => {
    const { client } = await server(silent)
    const controller = new AbortController()
    const file = new File(['x'.repeat(5000)], 'a.txt')
    const how = { signal: controller.signal, onProgress: () => controller.abort() }
    const error = await thrown(client.ticket.create({ title: 'Big', content: 'x', file }, how))
    expect(error.code).toBe('ABORTED')
  })

  test('by its signal while it waits to try again', async () => {
    const { client, seen } = await server(busy('15'))
    const controller = new AbortController()
    const call = thrown(client.user.checkSession({}, { signal: controller.signal }))
    await expect.poll(() => seen.length).toBe(1)
    controller.abort()
    expect((await call).code).toBe('ABORTED')
    expect(seen).toHaveLength(1)
  })

  test('by its signal while a file is read', async () => {
    const { client } = await server((response) => {
      response.writeHead(200, { 'content-disposition': 'attachment; filename="a.txt"' })
      response.write('the first half')
    })
    const controller = new AbortController()
    const got = await client.system.download({ file: 'a.txt' }, { signal: controller.signal })
    const reading = thrown(got?.blob() ?? Promise.resolve())
    controller.abort()
    expect((await reading).code).toBe('ABORTED')
  })

  test('by its time', async () => {
    const { client, seen } = await server(silent)
    expect((await thrown(client.user.checkSession({}, { timeout: 20 }))).code).toBe('TIMEOUT')
    expect(seen.length).toBeLessThan(2)
  })
})

test('a time without an end does not end a call', async () => {
  const { client } = await server()
  const answer = await client.user.checkSession({}, { timeout: Number.POSITIVE_INFINITY })
  expect(answer).toEqual({ sessionActive: true })
})

describe('a read is repeated', () => {
  test('when the connection breaks', async () => {
    const { client, seen } = await server(broken)
    expect(await client.user.checkSession()).toEqual({ sessionActive: true })
    expect(seen).toEqual(['/user/check-session', '/user/check-session'])
  })

  test('when the connection breaks within the answer', async () => {
    const { client, seen } = await server((response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"status":')
      response.destroy()
    })
    expect(await client.user.checkSession()).toEqual({ sessionActive: true })
    expect(seen).toHaveLength(2)
  })

  test('when the server is busy, after the time that it asks for', async () => {
    const { client, seen } = await server(busy('0'), busy(new Date(0).toUTCString()))
    expect(await client.user.checkSession()).toEqual({ sessionActive: true })
    expect(seen).toHaveLength(3)
  })

  test('when a proxy cannot reach the server', async () => {
    const { client, seen } = await server((response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'))
    expect(await client.user.checkSession()).toEqual({ sessionActive: true })
    expect(seen).toHaveLength(2)
  })

  test('twice at most', async () => {
    const { client, seen } = await server(busy('0'), busy('0'), busy('0'))
    const error = await thrown(client.user.checkSession())
    expect(error).toMatchObject({ code: 'SERVER_BUSY', status: 503, retryAfter: 0 })
    expect(seen).toHaveLength(3)
  })

  test('as often as the options say', async () => {
    const { url, seen } = await server(...Array.from({ length: 9 }, () => busy('0')))
    const client = createClient({ url, retries: 0 })
    await thrown(client.user.checkSession())
    expect(seen).toHaveLength(1)
    await thrown(client.user.checkSession({}, { retries: 1 }))
    expect(seen).toHaveLength(3)
  })
})

describe('a new ticket or comment is repeated', () => {
  test('with one key, when the connection breaks before the answer', async () => {
    const { desk } = await serveDesk()
    const jane = await desk.user()
    const api = nodeHandler(desk.helpdesk)
    const keys: unknown[] = []
    const url = await listen((request, response) => {
      keys.push(request.headers['idempotency-key'])
      // The work is done, and then the connection breaks.
      if (keys.length === 1) response.end = () => response.destroy()
      api(request, response)
    })
    const client = createClient({ url: `${url}/api` })
    await client.session.set({ userId: jane.id, token: jane.token ?? '' })
    const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.' })
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]])
    expect((await desk.helpdesk.user.getTickets(jane)).tickets).toMatchObject([{ ticketNumber }])
    await client.ticket.comment({ ticketNumber, content: 'Hello?' })
    expect(new Set(keys).size).toBe(2)
  })

  test('with the key of the caller', async () => {
    const { customer } = await serveDesk()
    const client = await customer()
    const create = (title: string) =>
      client.ticket.create({ title, content: 'It smokes.' }, { idempotencyKey: 'mine' })
    expect(await create('Printer')).toEqual(await create('Printer'))
    expect((await thrown(create('Other'))).code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  test('where there is no `crypto`, too', async () => {
    vi.stubGlobal('crypto', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const seen: unknown[] = []
    const url = await listen((request, response) => {
      seen.push(request.headers['idempotency-key'])
      request.resume()
      response.end(JSON.stringify({ status: 'success', data: null }))
    })
    const client = createClient({ url })
    for (let call = 0; call < 2; call++) await client.ticket.comment({ ticketNumber: 123456, content: 'A' })
    expect(seen.every((key) => /^[!-~]{20,255}$/.test(String(key)))).toBe(true)
    expect(new Set(seen).size).toBe(2)
  })
})

describe('a call is not repeated', () => {
  test('when it writes', async () => {
    const { client, seen } = await server(broken)
    const error = await thrown(client.ticket.close({ ticketNumber: 123456 }))
    expect(error).toMatchObject({ code: 'NETWORK_ERROR', status: undefined })
    expect(error.cause).toBeInstanceOf(Error)
    expect(seen).toHaveLength(1)
  })

  test('when the server asks for a long wait', async () => {
    const { client, seen } = await server(busy('3600'))
    expect(await thrown(client.user.checkSession())).toMatchObject({ code: 'SERVER_BUSY', retryAfter: 3600 })
    expect(seen).toHaveLength(1)
  })

  test('when it was refused', async () => {
    const refuse = (response: ServerResponse) =>
      response.writeHead(503).end('{"status":"fail","message":"NOT_INSTALLED","data":null}')
    const { client, seen } = await server(refuse)
    expect((await thrown(client.ticket.getTags())).code).toBe('NOT_INSTALLED')
    expect(seen).toHaveLength(1)
  })

  test('when the host fails to make its headers', async () => {
    const { url, seen } = await server()
    const failure = new Error('signed out of the host')
    const client = createClient({ url, headers: () => Promise.reject(failure) })
    await expect(client.user.checkSession()).rejects.toBe(failure)
    expect(seen).toEqual([])
  })
})

test.each([
  [0, undefined, 0, 125],
  [0, undefined, 1, 250],
  [2, undefined, 1, 1000],
  [0, 3, 0, 3000],
  [1, 3, 1, 3500],
])('repetition %i, asked to wait %s seconds, waits between: random %d gives %i ms', (...given) => {
  const [repetition, retryAfter, random, ms] = given
  expect(delayBefore(repetition, retryAfter, random)).toBe(ms)
})
