import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ownRoutes } from './own-routes.js'

const server = createServer()
afterEach(() => server.close())

test('/ready fails as soon as the server stops, although /health does not', async () => {
  const stopping = new AbortController()
  server.on('request', ownRoutes({ checkHealth: async () => true, log: () => {}, signal: stopping.signal }))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const status = async (path: string) =>
    (await fetch(`http://localhost:${(server.address() as AddressInfo).port}${path}`)).status
  expect([await status('/ready'), await status('/health')]).toEqual([200, 200])
  stopping.abort()
  expect([await status('/ready'), await status('/health')]).toEqual([503, 200])
})
