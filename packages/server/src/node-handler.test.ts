import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { form, multipart, signed } from './both-handlers.js'
import { nodeHandler } from './index.js'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler)
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

test('leaves everything that is not its own to the host', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const handler = nodeHandler(helpdesk, { basePath: '/support/api' })
  const port = await listen((request, response) => handler(request, response, () => response.end('the shop')))
  for (const path of ['/', '/support', '/support/apiary', '/api/user/login']) {
    expect(await (await fetch(`http://127.0.0.1:${port}${path}`, form({ a: 'b' }))).text()).toBe('the shop')
  }
  const own = await fetch(`http://127.0.0.1:${port}/support/api/user/check-session`, form({}))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('goes by the whole path where a router has cut it', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const handler = nodeHandler(helpdesk, { basePath: '/support/api' })
  const port = await listen((request, response) => {
    const originalUrl = request.url
    handler(Object.assign(request, { originalUrl, url: '/user/check-session' }), response)
  })
  const own = await fetch(`http://127.0.0.1:${port}/support/api/user/check-session`, form({}))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('takes a body that the host has parsed, and does not wait for it again', async () => {
  const desk = await createTestHelpdesk()
  const handler = nodeHandler(desk.helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    handler(Object.assign(request, { body: { ...signed(desk.admin) } }), response)
  })
  const own = await fetch(`http://127.0.0.1:${port}/api/staff/get`, form({ a: 'b' }))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('answers when the host has read the body and kept it to itself', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const handler = nodeHandler(helpdesk)
  const port = await listen(async (request, response) => {
    for await (const chunk of request) void chunk
    handler(request, response)
  })
  const own = await fetch(`http://127.0.0.1:${port}/api/user/check-session`, form({ a: 'b' }))
  expect(await own.json()).toMatchObject({ status: 'success' })
})

test('leaves no upload behind, whether it is stored or refused', async () => {
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

test('leaves nothing behind of an upload that breaks off', async () => {
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

test('refuses parts whose headers have no end', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const port = await listen(nodeHandler(helpdesk))
  const body = `--x\r\ncontent-disposition: form-data; name="${'a'.repeat(1_000_000)}`
  const response = await fetch(`http://127.0.0.1:${port}/api/user/check-session`, {
    ...{ method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  })
  expect(await response.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
})

test('believes a proxy about the address only where it is told to', async () => {
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
