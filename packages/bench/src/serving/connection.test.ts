import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Connection, requestOf } from './connection.js'
import { load } from './load.js'

interface Seen {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

const seen: Seen[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
  seen.push({ url: request.url, authorization: request.headers.authorization, body })
  if (request.url === '/api/broken') {
    request.socket.destroy()
    return
  }
  const answer = 'ä'.repeat(50_000)
  response.writeHead(request.url === '/api/refused' ? 403 : 200, {
    'content-length': Buffer.byteLength(answer),
  })
  response.write(answer.slice(0, 10))
  setImmediate(() => response.end(answer.slice(10)))
})

let port = 0
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((closed) => server.close(closed)))

test('one connection sends requests one after another, and reads each answer to its end', async () => {
  const connection = await Connection.open(port)
  seen.length = 0
  const session = { userId: 7, token: 'abc' }
  expect(await connection.ask(requestOf('/one', { text: 'ö' }, session))).toBe(200)
  expect(await connection.ask(requestOf('/refused', {}, {}))).toBe(403)
  expect(await connection.ask(requestOf('/two', {}, {}))).toBe(200)
  expect(seen).toEqual([
    { url: '/api/one', authorization: 'Bearer 7.abc', body: { text: 'ö' } },
    { url: '/api/refused', authorization: undefined, body: {} },
    { url: '/api/two', authorization: undefined, body: {} },
  ])
  connection.close()
})

test('a load counts what was refused or broke, and goes on', async () => {
  const paths = ['/one', '/refused', '/broken', '/one']
  const done = await load(port, 1, () => {
    const path = paths.shift()
    return path === undefined ? undefined : { kind: path, bytes: requestOf(path, {}, {}) }
  })
  expect(done).toMatchObject({ requests: 4, errors: 2 })
  expect(done.timesByKind.get('/one')).toHaveLength(2)
})
