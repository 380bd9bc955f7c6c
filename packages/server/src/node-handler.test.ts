import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFiles, memoryStorage, OpenSupports, waitingSignal } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { form, json, multipart, signed } from './both-handlers.test-support.js'
import { nodeHandler } from './index.js'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.restoreAllMocks()
})

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  // On a slow machine, the server would close idle connections while a request is on its way.
  const server = createServer({ keepAliveTimeout: 0 }, handler)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'opensupports-test-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  return folder
}

test('passes all other paths on to the host', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const handler = nodeHandler(helpdesk, { basePath: '/support/api' })
  const port = await listen((request, response) => handler(request, response, () => response.end('the shop')))
  for (const path of ['/', '/support', '/support/apiary', '/api/user/login']) {
    expect(await (await fetch(`http://127.0.0.1:${port}${path}`, form({ a: 'b' }))).text()).toBe('the shop')
  }
  const own = await fetch(`http://127.0.0.1:${port}/support/api/user/check-session`, form({}))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('uses the whole path if a router has shortened it', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const handler = nodeHandler(helpdesk, { basePath: '/support/api' })
  const port = await listen((request, response) => {
    const originalUrl = request.url
    handler(Object.assign(request, { originalUrl, url: '/user/check-session' }), response)
  })
  const own = await fetch(`http://127.0.0.1:${port}/support/api/user/check-session`, form({}))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('uses a body that the host has parsed, and does not wait for it again', async () => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    handler(Object.assign(request, { body: { ...signed(desk.admin) } }), response)
  })
  const own = await fetch(`http://127.0.0.1:${port}/api/staff/get`, form({ a: 'b' }))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('reads missing values in the same way from a multipart body that the host has parsed', async () => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    const words = { csrf_userid: 'undefined', csrf_token: 'null' }
    handler(Object.assign(request, { body: words }), response)
  })
  const authorization = `Bearer ${desk.admin.userId}.${desk.admin.token}`
  const request = { ...multipart({ a: 'b' }), headers: { authorization } }
  const own = await fetch(`http://127.0.0.1:${port}/api/staff/get`, request)
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test.each([
  ['text', (bytes: Buffer) => bytes.toString()],
  ['bytes', (bytes: Buffer) => bytes],
])('accepts a body that the host has left as %s', async (_, left) => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk, { uploadDir: temporaryFolder() })
  const port = await listen(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    handler(Object.assign(request, { body: left(Buffer.concat(chunks)) }), response)
  })
  for (const request of [form(signed(desk.admin)), json(signed(desk.admin)), multipart(signed(desk.admin))]) {
    const own = await fetch(`http://127.0.0.1:${port}/api/staff/get`, request)
    expect(await own.json()).toMatchObject({ status: 'success' })
  }
})

test('reads the body itself if the host’s parser skipped it and left an empty object', async () => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk)
  const port = await listen((request, response) => handler(Object.assign(request, { body: {} }), response))
  const own = await fetch(`http://127.0.0.1:${port}/api/staff/get`, form(signed(desk.admin)))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('refuses a body that the host has consumed without parsing it, and warns once', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const warn = vi.spyOn(helpdesk.log, 'warn')
  const handler = nodeHandler(helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    handler(request, response)
  })
  const send = (body: RequestInit) => fetch(`http://127.0.0.1:${port}/api/user/check-session`, body)
  const native = await send(json({}))
  expect(native.status).toBe(500)
  expect(await native.json()).toMatchObject({ message: 'BODY_CONSUMED' })
  expect(await (await send(form({ a: 'b' }))).json()).toMatchObject({ message: 'INVALID_BODY' })
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.stringContaining('body parser'))
  // Without a body, there is nothing to lose.
  const empty = await send({ method: 'POST', headers: { 'content-type': 'application/json' } })
  expect(await empty.json()).toMatchObject({ status: 'success' })
})

test.each([
  ['one file', { file: { path: '/tmp/a' } }],
  ['a list', { files: [{ path: '/tmp/a' }] }],
  ['fields with files', { files: { file: { path: '/tmp/a' } } }],
])('refuses an upload whose files the host has taken, as %s', async (_, taken) => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    handler(Object.assign(request, { body: signed(desk.admin) }, taken), response)
  })
  const own = await fetch(
    `http://127.0.0.1:${port}/api/staff/get`,
    multipart({ file: new File(['a'], 'a.txt') }),
  )
  expect(await own.json()).toMatchObject({ message: 'INVALID_BODY' })
})

test('leaves no upload behind, whether it is stored or rejected', async () => {
  const desk = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir }))
  const send = (file: File) =>
    fetch(
      `http://127.0.0.1:${port}/api/ticket/create`,
      multipart({ ...signed(desk.admin), title: 'Look', content: 'Here', file }),
    ).then((response) => response.json())
  expect(await send(new File(['text'], 'a.txt'))).toMatchObject({ status: 'success' })
  expect(await send(new File(['text'], 'a.exe'))).toMatchObject({ message: 'INVALID_FILE' })
  expect(desk.files.names()).toHaveLength(1)
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toEqual([]))
})

test('removes an upload that breaks off', async () => {
  const desk = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir }))
  const socket = connect(port, '127.0.0.1')
  const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
  const head =
    'POST /api/ticket/create HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\n'
  socket.write(`${head}content-length: 100000\r\n\r\n${part}${'x'.repeat(20_000)}`)
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toHaveLength(1))
  socket.destroy()
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toEqual([]))
  expect(desk.files.names()).toEqual([])
})

test('removes an upload that broke off before it was read', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const log = vi.fn()
  const handler = nodeHandler(helpdesk, { uploadDir, log })
  const port = await listen((request, response) => {
    request.on('close', () => handler(request, response))
    socket.destroy()
  })
  const socket = connect(port, '127.0.0.1')
  const type = 'content-type: multipart/form-data; boundary=x'
  socket.write(
    `POST /api/user/check-session HTTP/1.1\r\nhost: x\r\n${type}\r\ncontent-length: 1000\r\n\r\n--x`,
  )
  await vi.waitFor(() => expect(log).toHaveBeenCalledOnce())
  expect(log.mock.lastCall).toMatchObject([{ code: 'INVALID_BODY' }])
  expect(readdirSync(uploadDir)).toEqual([])
})

test.skipIf(process.platform !== 'linux')('closes all files of a form with too many files', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(helpdesk, { uploadDir, limits: { files: 1 } }))
  const files = { a: new File(['a'], 'a.txt'), b: new File(['b'.repeat(300_000)], 'b.txt') }
  const response = await fetch(`http://127.0.0.1:${port}/api/user/check-session`, multipart(files))
  expect(await response.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
  const openFiles = () => readdirSync('/proc/self/fd').map(openFile)
  await vi.waitFor(() => expect(openFiles().filter((path) => path.startsWith(uploadDir))).toEqual([]))
  expect(readdirSync(uploadDir)).toEqual([])
})

function openFile(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    // Closed since it was listed.
    return ''
  }
}

test('rejects parts with endless headers', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const port = await listen(nodeHandler(helpdesk))
  const body = `--x\r\ncontent-disposition: form-data; name="${'a'.repeat(1_000_000)}`
  const response = await fetch(`http://127.0.0.1:${port}/api/user/check-session`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  expect(await response.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
})

test('stops reading a file when the client disconnects, and logs no error', async () => {
  const cancelled = vi.fn()
  const endless = () =>
    new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(65_536)), cancel: cancelled })
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const files = { ...memoryFiles(), open: async () => ({ size: 2 ** 40, stream: endless }) }
  const helpdesk = new OpenSupports({ storage: memoryStorage(), files, log, passwordCost: 4 })
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
  const port = await listen(nodeHandler(helpdesk))
  const reader = new AbortController()
  const url = `http://127.0.0.1:${port}/api/system/download?file=p_${'0'.repeat(40)}_me.png`
  const response = await fetch(url, { signal: reader.signal })
  expect(response.status).toBe(200)
  reader.abort()
  await vi.waitFor(() => expect(cancelled).toHaveBeenCalled())
  expect(log.error).not.toHaveBeenCalled()
})

test.each(['before', 'after'])('tells a call that asks %s its client disconnects', async (when) => {
  const { helpdesk } = await createTestHelpdesk()
  const client = new AbortController()
  let closed: Promise<unknown> | undefined
  const handle = nodeHandler(helpdesk)
  const port = await listen((request, response) => {
    closed = new Promise((resolve) => response.once('close', resolve))
    handle(request, response)
  })
  const told: (boolean | undefined)[] = []
  helpdesk.prepare('user.signup', async () => {
    const early = when === 'before' ? waitingSignal() : undefined
    if (early) told.push(early.aborted)
    client.abort()
    await closed
    told.push((early ?? waitingSignal())?.aborted)
  })
  const jane = { name: 'Jane', email: 'jane@customer.example', password: 'correct horse' }
  const init = { ...json(jane), signal: client.signal }
  await expect(fetch(`http://127.0.0.1:${port}/api/user/signup`, init)).rejects.toThrow()
  await vi.waitFor(() => expect(told).toEqual(when === 'before' ? [false, true] : [true]))
})

test('uses the address from a proxy only with trustProxy', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const headers = { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' }
  const seen: (string | undefined)[] = []
  const log = ({ ip }: { ip?: string }) => void seen.push(ip)
  for (const trustProxy of [false, true]) {
    const port = await listen(nodeHandler(helpdesk, { trustProxy, log }))
    await fetch(`http://127.0.0.1:${port}/api/user/check-session`, { method: 'POST', headers })
  }
  expect(seen).toEqual(['127.0.0.1', '198.51.100.9'])
})

/** The start of an endless multipart request, with the bytes of one file. */
const unfinished = (fields: Record<string, string>, bytes: number) => {
  const texts = Object.entries(fields).map(
    ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
  const head =
    'POST /api/ticket/create HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\n'
  return `${head}content-length: 1000000000\r\n\r\n${texts.join('')}${part}${'.'.repeat(bytes)}`
}

const MiB = 1_048_576

/** Returns the size of everything in a folder, in bytes. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((size, entry) => size + statSync(join(entry.parentPath, entry.name)).size, 0)

test('removes an unfinished file when it exceeds the allowed size, and when the connection breaks', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(helpdesk, { uploadDir }))
  const allowed = connect(port, '127.0.0.1')
  allowed.write(unfinished({}, MiB - 100))
  await vi.waitFor(() => expect(sizeOf(uploadDir)).toBeGreaterThan(MiB - 65_536), 10_000)
  const larger = connect(port, '127.0.0.1')
  const answered = new Promise<string>((resolve) => larger.once('data', (data) => resolve(data.toString())))
  larger.write(unfinished({}, 5 * MiB))
  expect(await answered).toContain('INVALID_FILE')
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toHaveLength(1))
  allowed.destroy()
  larger.destroy()
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toEqual([]))
})

test('rejects a caller with a wrong header before it reads a large body', async () => {
  const desk = await createTestHelpdesk()
  const port = await listen(nodeHandler(desk.helpdesk))
  const ask = (authorization: string) => {
    const socket = connect(port, '127.0.0.1')
    const head = `POST /api/staff/get HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n`
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
    socket.write(`${head}content-type: application/json\r\ncontent-length: 100000\r\n\r\n`)
    return { socket, answered }
  }
  const stranger = ask(`Bearer 1.${'0'.repeat(40)}`)
  const refusal = await stranger.answered
  expect(refusal).toContain('NO_PERMISSION')
  expect(refusal).toContain('connection: close')
  const admin = ask(`Bearer ${desk.admin.userId}.${desk.admin.token}`)
  admin.socket.write(`{}${' '.repeat(99_998)}`)
  expect(await admin.answered).toMatch(/^HTTP\/1.1 200 /)
  for (const { socket } of [stranger, admin]) socket.destroy()
})

test('stops a stranger’s files of a path without guests at the limit, wherever credentials may come', async () => {
  const desk = await createTestHelpdesk({ settings: { 'max-size': '20' } })
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir, limits: { earlySize: 100_000 } }))
  const stranger = connect(port, '127.0.0.1')
  const answered = new Promise<string>((resolve) => stranger.once('data', (data) => resolve(data.toString())))
  stranger.write(unfinished({}, MiB).replace('/ticket/create', '/ticket/comment'))
  expect(await answered).toContain('REQUEST_TOO_LARGE')
  expect(readdirSync(uploadDir)).toEqual([])
  stranger.destroy()
  const create = (fields: Record<string, string | File>) =>
    fetch(`http://127.0.0.1:${port}/api/ticket/create`, multipart(fields))
  const ticket = { title: 'Look', content: 'Here', departmentId: '1', language: 'en' }
  const file = (size: number) => new File(['x'.repeat(size)], 'a.txt')
  const last = await create({ ...ticket, file: file(99_000), ...signed(desk.admin) })
  expect(await last.json()).toMatchObject({ status: 'success' })
  const first = await create({ ...signed(desk.admin), ...ticket, file: file(500_000) })
  expect(await first.json()).toMatchObject({ status: 'success' })
})

test('limits anonymous callers to a quarter of the held bytes, and answers others meanwhile', async () => {
  const desk = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir, limits: { heldSize: 4 * MiB } }))
  const first = connect(port, '127.0.0.1')
  first.write(unfinished({}, MiB - 1))
  await vi.waitFor(() => expect(sizeOf(uploadDir)).toBeGreaterThan(MiB - 65_536))
  const ticket = { title: 'Look', content: 'Here', file: new File(['x'.repeat(200_000)], 'a.txt') }
  const create = (fields: Record<string, string | File>) =>
    fetch(`http://127.0.0.1:${port}/api/ticket/create`, multipart(fields))
  const busy = await create(ticket)
  expect(await busy.json()).toMatchObject({ message: 'SERVER_BUSY', data: { retryAfter: 10 } })
  expect(busy.headers.get('retry-after')).toBe('10')
  expect(await (await create({ ...signed(desk.admin), ...ticket })).json()).toMatchObject({
    status: 'success',
  })
  const login = await fetch(`http://127.0.0.1:${port}/api/staff/get`, form(signed(desk.admin)))
  expect(await login.json()).toMatchObject({ status: 'success' })
  first.destroy()
  await vi.waitFor(() => expect(readdirSync(uploadDir)).toEqual([]))
  expect(await (await create(ticket)).json()).not.toMatchObject({ message: 'SERVER_BUSY' })
})

test('responds at once to a file far over the limit, and reads on so that the response arrives', async () => {
  const desk = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir, limits: { fileSize: MiB } }))
  const socket = connect(port, '127.0.0.1')
  const events: string[] = []
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString()
    events.push('answer')
  })
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const head = unfinished(signed(desk.admin), 2 * MiB).replace('1000000000', String(30 * MiB))
  socket.write(head)
  await vi.waitFor(() => expect(events).toEqual(['answer']), 10_000)
  // Like a proxy, sends the whole body, even after an answer.
  const rest = 30 * MiB - (head.length - head.indexOf('\r\n\r\n') - 4)
  await new Promise<void>((written, failed) =>
    socket.write(Buffer.alloc(rest), (error) => (error ? failed(error) : written())),
  )
  await ended
  expect(answer).toContain('INVALID_FILE')
  expect(answer).toMatch(/^HTTP\/1.1 200/)
  expect(readdirSync(uploadDir)).toEqual([])
})

test('closes the connection of a rejected body that does not end', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const port = await listen(nodeHandler(helpdesk, { limits: { fieldsSize: 10 } }))
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  const type = 'content-type: application/x-www-form-urlencoded'
  socket.write(`POST /api/user/login HTTP/1.1\r\nhost: x\r\n${type}\r\ntransfer-encoding: chunked\r\n\r\n`)
  const chunk = `${(8 * MiB).toString(16)}\r\n${'.'.repeat(8 * MiB)}\r\n`
  let sent = 0
  const more = (error?: Error | null) => {
    if (error || ++sent > 40) return
    socket.write(chunk, more)
  }
  more()
  await closed
  expect(sent).toBeLessThan(40)
}, 30_000)

test('rejects a caller without permission before it stores a file', async () => {
  const desk = await createTestHelpdesk()
  const uploadDir = temporaryFolder()
  const port = await listen(nodeHandler(desk.helpdesk, { uploadDir }))
  const socket = connect(port, '127.0.0.1')
  const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
  socket.write(unfinished({ csrf_userid: '1', csrf_token: '0'.repeat(40) }, 1000))
  expect(await answered).toContain('NO_PERMISSION')
  expect(sizeOf(uploadDir)).toBe(0)
  socket.destroy()
})

test('does not limit by the address of an untrusted proxy, and warns once', async () => {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  /** Returns the answers to eleven logins with wrong passwords, one per account. The limit for an address is ten. */
  const guesses = async (headers: Record<string, string>) => {
    const { helpdesk } = await createTestHelpdesk({ log, settings: { 'attempt-limit': '1' } })
    const port = await listen(nodeHandler(helpdesk))
    const messages: string[] = []
    for (const guess of [...Array(11).keys()]) {
      const login = { email: `a${guess}@customer.example`, password: 'wrong horse' }
      const response = await fetch(`http://127.0.0.1:${port}/api/user/login`, json(login, headers))
      messages.push(((await response.json()) as { message: string }).message)
    }
    return messages
  }
  expect((await guesses({})).at(-1)).toBe('TOO_MANY_REQUESTS')
  expect(log.warn).not.toHaveBeenCalled()
  const proxied = await guesses({ 'x-forwarded-for': '203.0.113.7' })
  expect(new Set(proxied)).toEqual(new Set(['INVALID_CREDENTIALS']))
  expect(log.warn).toHaveBeenCalledOnce()
})
