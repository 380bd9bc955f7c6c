import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestHelpdesk, type TestHelpdesk } from '@opensupports/core/testing'
import express from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { json } from './both-handlers.test-support.js'
import { fetchHandler, nodeHandler } from './index.js'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.restoreAllMocks()
})

async function listen(listener: Parameters<typeof createServer>[1]) {
  // On a slow machine, the server would close idle connections while a request is on its way.
  const server = createServer({ keepAliveTimeout: 0 }, listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return (path: string) => fetch(`http://127.0.0.1:${port}${path}`, json({}))
}

/** Mounts a handler in Express, and asks it for a session. */
async function inExpress(mount: string, path: string, basePath = '/api') {
  const { helpdesk } = await createTestHelpdesk()
  const warn = vi.spyOn(helpdesk.log, 'warn')
  const app = express()
  app.use(mount, nodeHandler(helpdesk, { basePath }))
  app.use((_request, response) => void response.end('the shop'))
  const send = await listen(app)
  return { send, warn, text: await (await send(path)).text() }
}

test.each([
  ['/support/api', '/support/api/user/check-session', '/support/api'],
  ['/support', '/support/api/user/check-session', '/support/api'],
  ['/', '/api/user/check-session', undefined],
])('serves below the mount %s if basePath is the whole path', async (mount, path, basePath) => {
  const { text, warn } = await inExpress(mount, path, basePath)
  expect(text).toContain('"success"')
  expect(warn).not.toHaveBeenCalled()
})

test.each([
  ['/a', '/a/user/check-session', undefined],
  ['/a', '/a/api/user/check-session', undefined],
  ['/a', '/a/user/check-session', '/'],
  ['/:tenant/api', '/x/api/user/check-session', '/api'],
])('refuses the mount %s, which basePath is not below, and warns once', async (mount, path, basePath) => {
  const { text, warn, send } = await inExpress(mount, path, basePath)
  expect(JSON.parse(text)).toMatchObject({
    message: 'WRONG_BASE_PATH',
    detail: expect.stringContaining('`basePath`'),
  })
  await send(path)
  const prefix = mount.replace(':tenant', 'x')
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ mount: prefix }),
    expect.stringContaining('basePath'),
  )
})

test('passes on all other paths of a wildcard', async () => {
  const { text } = await inExpress('/{*path}', '/orders/1', '/support/api')
  expect(text).toBe('the shop')
})

test.each(['/support/other', '/Support/API/user/check-session', '/%73upport/x', '/support'])(
  'leaves %s to the host, below a mount that can hold the API',
  async (path) => {
    const { text, warn } = await inExpress('/support', path, '/support/api')
    expect(text).toBe('the shop')
    expect(warn).not.toHaveBeenCalled()
  },
)

/** The handlers, served without a host that takes what they do not. */
const alone = [
  ['nodeHandler', async (helpdesk) => listen(nodeHandler(helpdesk) as (request: IncomingMessage) => void)],
  [
    'fetchHandler',
    async (helpdesk) => {
      const handle = fetchHandler(helpdesk)
      return (path) => handle(new Request(`http://helpdesk.example${path}`, json({})))
    },
  ],
] satisfies [string, (helpdesk: TestHelpdesk['helpdesk']) => Promise<(path: string) => Promise<Response>>][]

test.each(alone)(
  '%s refuses the API at a wrong path until it is called at the right one',
  async (_, serve) => {
    const { helpdesk } = await createTestHelpdesk()
    const warn = vi.spyOn(helpdesk.log, 'warn')
    const send = await serve(helpdesk)
    const wrong = await send('/support/user/check-session')
    expect(wrong.status).toBe(404)
    expect(await wrong.json()).toMatchObject({ message: 'WRONG_BASE_PATH' })
    expect(await (await send('/favicon.ico')).json()).toMatchObject({ message: 'NOT_FOUND' })
    expect((await send('/api/user/check-session')).status).toBe(200)
    expect(await (await send('/support/user/check-session')).json()).toMatchObject({ message: 'NOT_FOUND' })
    expect(warn).toHaveBeenCalledOnce()
  },
)

test('fetchHandler refuses a body that the host has consumed', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const request = new Request('http://helpdesk.example/api/user/check-session', json({}))
  await request.text()
  expect(await (await fetchHandler(helpdesk)(request)).json()).toMatchObject({ message: 'BODY_CONSUMED' })
})
