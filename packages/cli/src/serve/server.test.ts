import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFiles, OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely/sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, readConfig } from './config.js'
import type { Call } from './hints.js'
import { type RunningServer, type ServerParts, startServer } from './server.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const started: RunningServer[] = []
const config: Config = { ...readConfig({}), port: 0, pollEvery: 0 }

/** The requests that install the helpdesk over its API, in order. */
function installCalls(installToken: string | undefined): readonly Call[] {
  const token = installToken === undefined ? {} : { installToken }
  const settings = { language: 'en', registration: '1', 'mandatory-login': '1', 'allow-attachments': '1' }
  const admin = { name: 'Your Name', email: 'you@example.com', password: 'a-password-of-yours' }
  return [
    { path: '/system/init-settings', fields: { ...settings, ...token } },
    { path: '/system/init-admin', fields: { ...admin, ...token } },
  ]
}

async function start(parts: Partial<ServerParts> = {}): Promise<RunningServer> {
  const running = await startServer({
    config,
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
  it('is installed by two requests', async () => {
    const running = await start()
    const health = async () => (await fetch(`${running.url}/health`)).json()
    expect(await health()).toEqual({ status: 'ok', installed: false })
    for (const step of installCalls(undefined)) {
      expect(await call(running, step)).toMatchObject({ status: 'success' })
    }
    expect(await health()).toEqual({ status: 'ok', installed: true })
  })

  it('cannot be installed without the token', async () => {
    const running = await start({ installToken: 'known to the operator' })
    const [settings] = installCalls(undefined)
    if (settings) expect(await call(running, settings)).toMatchObject({ message: 'NO_PERMISSION' })
    for (const step of installCalls('known to the operator')) {
      expect(await call(running, step)).toMatchObject({ status: 'success' })
    }
  })

  it('saves its public address in the settings', async () => {
    const publicUrl = 'https://help.example.com'
    const running = await start({ config: { ...config, publicUrl } })
    for (const step of installCalls(undefined)) await call(running, step)
    expect((await running.helpdesk.storage.settings.all()).url).toBe(publicUrl)
  })
})

describe('settings of the environment', () => {
  const answerOf = async (running: RunningServer, path: string, init?: RequestInit) => {
    const response = await fetch(running.localUrl + path, init)
    return { response, text: await response.text() }
  }
  const install = (running: RunningServer) =>
    running.helpdesk.install({ admin: { name: 'Ada', email: 'ada@x.example', password: 'correct horse' } })

  it('answers below the base path, whether or not a proxy removes it, and sets the cookie for it', async () => {
    const running = await start({ config: { ...config, basePath: '/support' } })
    await install(running)
    expect(running.localUrl).toMatch(/\/support$/)
    const login = {
      method: 'POST',
      body: new URLSearchParams({ email: 'ada@x.example', staff: '1', password: 'correct horse' }),
    }
    const root = running.localUrl.slice(0, -'/support'.length)
    for (const base of [root, running.localUrl]) {
      const { headers } = await fetch(`${base}/api/user/login`, login)
      expect(headers.get('set-cookie')).toContain('Path=/support/api/system/download;')
    }
    expect((await fetch(running.localUrl, { redirect: 'manual' })).headers.get('location')).toBe('/support/')
    expect((await answerOf(running, '/check-ticket')).response.status).toBe(200)
  })

  it('makes cookies Secure if browsers use https', async () => {
    const running = await start({ config: { ...config, publicUrl: 'https://help.example.com' } })
    await install(running)
    const login = new URLSearchParams({ email: 'ada@x.example', staff: '1', password: 'correct horse' })
    const { response } = await answerOf(running, '/api/user/login', { method: 'POST', body: login })
    expect(response.headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  it('verifies captchas, so that their settings lock nobody out', async () => {
    const asked: string[] = []
    const service = createServer((request, response) => {
      request
        .on('data', (chunk) => asked.push(String(chunk)))
        .on('end', () => response.end('{"success":true}'))
    }).listen(0, '127.0.0.1')
    await once(service, 'listening')
    const captchaUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
    const running = await start({ config: { ...config, captchaUrl } })
    await install(running)
    await running.helpdesk.storage.settings.set({ 'recaptcha-public': 'p', 'recaptcha-private': 's3cret' })
    const jane = { name: 'Jane', email: 'jane@x.example', password: 'correct horse', captcha: 'solved' }
    const signup = await call(running, { path: '/user/signup', fields: jane })
    service.close()
    expect(signup).toMatchObject({ status: 'success' })
    expect(asked).toEqual(['secret=s3cret&response=solved&remoteip=127.0.0.1'])
  })

  it('allows the sites of CORS_ORIGINS, and no others', async () => {
    const running = await start({ config: { ...config, corsOrigins: ['https://app.example.com'] } })
    const preflight = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' }
      return (await answerOf(running, '/api/user/login', { method: 'OPTIONS', headers })).response
    }
    const allowed = await preflight('https://app.example.com')
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://app.example.com',
    ])
    expect((await preflight('https://evil.example')).status).toBe(404)
  })

  it('applies the limits', async () => {
    const running = await start({ config: { ...config, limits: { fieldsSize: 100 } } })
    await install(running)
    const fields = { email: 'a'.repeat(200) }
    expect(await call(running, { path: '/user/login', fields })).toMatchObject({
      message: 'REQUEST_TOO_LARGE',
    })
  })

  it('does not reveal which addresses have accounts', async () => {
    const running = await start({ config: { ...config, neutralAnswers: true } })
    await install(running)
    const fields = { email: 'nobody@x.example' }
    expect(await call(running, { path: '/user/send-recover-password', fields })).toMatchObject({
      status: 'success',
    })
  })

  it('can leave mail to another process', async () => {
    const storage = await sqlite(':memory:')
    const web = new OpenSupports({ storage, mailer: 'queue-only' })
    await web.install({ admin: { name: 'Ada', email: 'ada@x.example', password: 'correct horse' } })
    await storage.settings.set({ 'smtp-host': '127.0.0.1:9' })
    await web.user.sendRecoverPassword({}, { email: 'ada@x.example', staff: true })
    await start({ storage, config: { ...config, deliverMail: false, privateMailServers: true } })
    const now = new Date()
    expect(await storage.outbox.claim(now, now, 9)).toMatchObject([
      { template: 'PASSWORD_FORGOT', attempts: 1 },
    ])
  })
})

describe('its own pages', () => {
  it.each(['/', '/health', '/elsewhere'])('%s answers programs in JSON', async (path) => {
    const { url } = await start()
    for (const headers of [{ accept: 'application/json' }, { 'content-type': 'application/json' }]) {
      const response = await fetch(url + path, { headers })
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(await response.json()).toMatchObject(path === '/elsewhere' ? { message: 'NOT_FOUND' } : {})
    }
  })

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

  it('report a failed storage', async () => {
    const storage = await sqlite(':memory:')
    const { url } = await start({ storage })
    await storage.close()
    expect((await fetch(`${url}/health`)).status).toBe(503)
  })
})

describe('with the web app', () => {
  const webFolder = mkdtempSync(join(tmpdir(), 'web-app-'))
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><base href="./" /><title>The app</title>')
  afterAll(() => rmSync(webFolder, { recursive: true }))

  it.each([
    '/install?token=s3cret',
    '/recover-password?email=jane%40x.example&token=s3cret',
    '/verify-token/jane%40x.example/s3cret',
    '/check-ticket/123456/jane%40x.example?proof=s3cret',
  ])('%s is a page of the app, whose secrets are in no log', async (path) => {
    const lines: object[] = []
    const { url } = await start({ webFolder, log: { ...silent, info: (fields) => lines.push(fields) } })
    expect(await (await fetch(url + path)).text()).toContain('<title>The app</title>')
    expect((await fetch(url + path, { method: 'POST', body: new URLSearchParams() })).status).toBe(404)
    expect(lines).toHaveLength(2)
    expect(JSON.stringify(lines)).not.toMatch(/s3cret|jane/)
  })

  it('without it, the links in mails lead to pages without scripts', async () => {
    const { url } = await start({ webFolder: tmpdir() })
    const page = await (await fetch(`${url}/recover-password?email=jane%40x.example&token=s3cret`)).text()
    expect(page).toContain('<form method="post">')
    expect(page).not.toContain('<script')
  })
})

describe('/ready', () => {
  it('answers 200 while the database answers', async () => {
    const storage = await sqlite(':memory:')
    const { url } = await start({ storage })
    expect((await fetch(`${url}/ready`)).status).toBe(200)
    await storage.close()
    expect((await fetch(`${url}/ready`)).status).toBe(503)
  })
})

describe('/metrics', () => {
  const metricsToken = 'token-of-the-monitor'
  const read = (url: string, authorization: string) => fetch(`${url}/metrics`, { headers: { authorization } })

  it('has requests by path and code, and the mails that wait', async () => {
    const storage = await sqlite(':memory:')
    const running = await start({ storage, config: { ...config, metricsToken } })
    const { url } = running
    await call(running, { path: '/user/login', fields: {} })
    await fetch(`${url}/made-up-by-a-stranger`)
    const order = { template: 'TICKET_CREATED', to: 'jane@x.example', language: 'en', variables: {} }
    await storage.outbox.add([{ ...order, createdAt: new Date(Date.now() + 3_600_000) }])
    const response = await read(url, `Bearer ${metricsToken}`)
    expect(response.headers.get('content-type')).toContain('text/plain; version=')
    const text = await response.text()
    expect(text).toContain(
      'opensupports_request_duration_seconds_count{path="/api/user/login",status="200",code="NOT_INSTALLED"} 1',
    )
    expect(text).toContain('opensupports_request_duration_seconds_count{path="other",status="404",code=""} 1')
    expect(text).not.toContain('made-up')
    expect(text).toContain('opensupports_outbox_waiting 1')
    // SQLite has no pool.
    expect(text).toContain('opensupports_database_connections_limit 0')
    expect(text).toContain('nodejs_eventloop_lag_seconds')
  })

  it('requires the token', async () => {
    const { url } = await start({ config: { ...config, metricsToken } })
    for (const authorization of ['', 'Bearer', 'Bearer wrong', metricsToken])
      expect((await read(url, authorization)).status).toBe(401)
  })

  it('is where Prometheus looks when it is configured as packages/cli/README.md says', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const [, job = ''] = /^```yaml in .*\n([\s\S]*?)^```/m.exec(readme) ?? []
    const keys = Array.from(job.matchAll(/^\s*(?:- )?(\w+): /gm), ([, key]) => key)
    // Without other keys, Prometheus reads `/metrics`, with the content of the file as a Bearer token.
    expect(keys).toEqual(['job_name', 'authorization', 'static_configs', 'scheme'])
    expect(job).toMatch(/authorization: \{ credentials_file: \S+ \}/)
  })

  it('does not exist without a token', async () => {
    const { url } = await start()
    expect((await read(url, 'Bearer undefined')).status).toBe(404)
  })

  it('says that the database does not answer', async () => {
    const storage = await sqlite(':memory:')
    const { url } = await start({ storage, config: { ...config, metricsToken } })
    await storage.close()
    expect((await read(url, `Bearer ${metricsToken}`)).status).toBe(503)
  })
})

describe('the log', () => {
  it('has each request, without its query', async () => {
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
  it('fails if the port is in use', async () => {
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

  it('answers the running request, then no other', async () => {
    const running = await start()
    started.pop()
    const body = 'email=ada@example.com&password=wrong-one'
    const sending = request(`${running.url}/api/user/login`, {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        expect: '100-continue',
      },
    })
    const answering = once(sending, 'response')
    sending.flushHeaders()
    // The server now has the head of the request, and waits for its body.
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

it('stops although the mail server hangs, and keeps 200 mails for the next start', async () => {
  const hanging = createTcpServer(() => {})
  hanging.listen(0, '127.0.0.1')
  await once(hanging, 'listening')
  const { port } = hanging.address() as AddressInfo
  const storage = await sqlite(':memory:')
  const close = storage.close
  const connected = once(hanging, 'connection')
  try {
    const admin = { name: 'Ada', email: 'ada@helpdesk.example', password: 'correct horse' }
    await new OpenSupports({ storage, log: silent }).install({ admin })
    await storage.settings.set({ 'smtp-host': `127.0.0.1:${port}` })
    const order = { template: 'TICKET_CREATED', to: 'jane@x.example', language: 'en', variables: {} }
    for (let each = 0; each < 200; each++) await storage.outbox.add([{ ...order, createdAt: new Date() }])
    const kept = { ...storage, close: async () => {} }
    const running = await start({ storage: kept, config: { ...config, privateMailServers: true } })
    await connected
    await running.stop()
    const mails = await storage.outbox.claim(new Date(), new Date(Date.now() + 60_000), 1000)
    expect(mails.map(({ attempts }) => attempts)).toEqual(new Array(200).fill(1))
  } finally {
    hanging.close()
    await close()
  }
})
