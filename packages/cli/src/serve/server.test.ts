import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { memoryFiles } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Call, installCalls } from './hints.js'
import { type RunningServer, type ServerParts, startServer } from './server.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const started: RunningServer[] = []
const config = {
  ...{ host: 'localhost', publicUrl: undefined, trustProxy: false },
  ...{ pollEvery: 0, privateMailServers: false },
}

async function start(parts: Partial<ServerParts> = {}): Promise<RunningServer> {
  const running = await startServer({
    config: { ...config, port: 0 },
    storage: await sqlite(':memory:'),
    files: memoryFiles(),
    log: silent,
    ...parts,
  })
  started.push(running)
  return running
}

afterEach(async () => {
  for (const running of started.splice(0)) await running.stop()
})

const call = async ({ localUrl }: RunningServer, { path, fields }: Call) => {
  const response = await fetch(`${localUrl}/api${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  return (await response.json()) as { status: string; message?: string; data?: unknown }
}

describe('a server that is not installed', () => {
  it('is installed by the calls that its hints print', async () => {
    const running = await start()
    const health = async () => (await fetch(`${running.url}/health`)).json()
    expect(await health()).toEqual({ status: 'ok', installed: false })
    for (const step of installCalls(undefined)) {
      expect(await call(running, step)).toMatchObject({ status: 'success' })
    }
    expect(await health()).toEqual({ status: 'ok', installed: true })
  })

  it('is installed by nobody who does not know the token', async () => {
    const running = await start({ installToken: 'known to the operator' })
    const [settings] = installCalls(undefined)
    if (settings) expect(await call(running, settings)).toMatchObject({ message: 'NO_PERMISSION' })
    for (const step of installCalls('known to the operator')) {
      expect(await call(running, step)).toMatchObject({ status: 'success' })
    }
  })

  it('takes its public address into the settings', async () => {
    const publicUrl = 'https://help.example.com'
    const running = await start({ config: { ...config, port: 0, publicUrl } })
    for (const step of installCalls(undefined)) await call(running, step)
    expect((await running.helpdesk.storage.settings.all()).url).toBe(publicUrl)
  })
})

describe('its own pages', () => {
  it.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/health', 200, 'application/json; charset=utf-8'],
    ['/elsewhere', 404, 'text/plain; charset=utf-8'],
  ])('%s answers %i', async (path, status, type) => {
    const { url } = await start()
    const response = await fetch(url + path)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe(type)
  })

  it('say so when the storage fails', async () => {
    const storage = await sqlite(':memory:')
    const { url } = await start({ storage })
    await storage.close()
    expect((await fetch(`${url}/health`)).status).toBe(503)
  })
})

describe('the log', () => {
  it('tells of each request, without its query', async () => {
    const lines: object[] = []
    const running = await start({ log: { ...silent, info: (fields) => lines.push(fields) } })
    await fetch(`${running.url}/health?token=secret`)
    await call(running, { path: '/user/login', fields: {} })
    expect(lines).toMatchObject([
      { method: 'GET', path: '/health', status: 200, durationMs: expect.any(Number) },
      { method: 'POST', path: '/api/user/login', status: 200, code: 'NOT_INSTALLED' },
    ])
  })
})

describe('listening', () => {
  it('fails where the port is in use', async () => {
    const { url } = await start()
    const taken = { ...config, port: Number(new URL(url).port) }
    await expect(start({ config: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('stopping', () => {
  let agent: Agent
  beforeEach(() => {
    agent = new Agent({ keepAlive: true })
  })
  afterEach(() => agent.destroy())

  it('answers the request that is running, then no other', async () => {
    const running = await start()
    started.pop()
    const body = 'email=ada@example.com&password=wrong-one'
    const sending = request(`${running.url}/api/user/login`, {
      ...{ agent, method: 'POST' },
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        expect: '100-continue',
      },
    })
    const answering = once(sending, 'response')
    sending.flushHeaders()
    // The server has the head of the request now, and waits for its body.
    await once(sending, 'continue')
    const stopped = running.stop(60_000)
    await expect(fetch(running.url)).rejects.toThrow()
    sending.end(body)
    const [response] = (await answering) as [IncomingMessage]
    expect(response.statusCode).toBe(200)
    expect(JSON.parse((await response.toArray()).join(''))).toMatchObject({ message: 'NO_PERMISSION' })
    await stopped
  })

  it('closes the storage', async () => {
    const running = await start()
    started.pop()
    await running.stop()
    await expect(running.helpdesk.storage.settings.all()).rejects.toThrow()
  })
})
