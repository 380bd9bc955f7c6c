import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { gifFile } from '../../core/src/testing/pictures.test-support.js'
import { form, multipart, signed } from './both-handlers.test-support.js'
import { type HandlerOptions, nodeHandler } from './index.js'

const hasNginx = spawnSync('nginx', ['-v']).status === 0
const MiB = 1_048_576

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

async function freePort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

/** Starts nginx, which strips `/support/` from paths, forwards to the port, and streams request bodies. */
const configuration = (folder: string, port: number, upstream: number) => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location /support/ {
      proxy_pass http://127.0.0.1:${upstream}/;
      proxy_http_version 1.1;
      proxy_request_buffering off;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`

/** Starts a helpdesk behind nginx. Returns the address of its API. */
async function behindNginx(options: HandlerOptions) {
  const desk = await createTestHelpdesk({ publicUrl: 'http://helpdesk.example/support' })
  const server = createServer(nodeHandler(desk.helpdesk, options))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const folder = mkdtempSync(join(tmpdir(), 'opensupports-nginx-'))
  ends.push(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  writeFileSync(
    join(folder, 'nginx.conf'),
    configuration(folder, port, (server.address() as AddressInfo).port),
  )
  const nginx: ChildProcess = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  })
  ends.push(() => void nginx.kill())
  const api = `http://127.0.0.1:${port}/support/api`
  const isUp = async () => {
    const response = await fetch(`${api}/user/check-session`, form({}))
    expect(response.status).toBe(200)
  }
  await vi.waitFor(isUp, { timeout: 10_000 })
  return { desk, api }
}

describe.skipIf(!hasNginx)('behind nginx, below a path that it removes', () => {
  test('the cookie and the links of pictures work, and the file arrives', async () => {
    const { desk, api } = await behindNginx({ trustProxy: true })
    const jane = await desk.user()
    const login = await fetch(`${api}/user/login`, form({ email: jane.email, password: testPassword }))
    const cookie = login.headers.get('set-cookie') ?? ''
    expect(cookie).toContain('Path=/support/api/system/download;')
    const picture = gifFile()
    const ticket = { title: 'Look', content: 'Here: <img src="IMAGE_PATH_0">', images: '1', image_0: picture }
    await fetch(`${api}/ticket/create`, multipart({ ...signed(jane), ...ticket }))
    const ticketNumber = (await desk.helpdesk.user.getTickets(jane)).tickets[0]?.ticketNumber ?? 0
    const { content } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    const [, path = ''] = /src="http:\/\/helpdesk\.example\/support\/api(\/[^"]*)"/.exec(content) ?? []
    const response = await fetch(`${api}${path}`, { headers: { cookie } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif'])
  })

  test('a file far over the limit gets a response, although nginx sends all of it', async () => {
    const { desk, api } = await behindNginx({ trustProxy: true, limits: { fileSize: MiB } })
    const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    const texts = Object.entries({ ...signed(desk.admin), title: 'Look', content: 'Here' }).map(
      ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      const sent = request(`${api}/ticket/create`, { method: 'POST', headers }, (response) => {
        response.toArray().then((chunks) => resolve(Buffer.concat(chunks).toString()), reject)
      })
      sent.on('error', reject)
      sent.write(texts.join('') + part)
      let left = 40
      const more = () => (left-- > 0 ? sent.write(Buffer.alloc(MiB, '.'), more) : sent.end('\r\n--x--\r\n'))
      more()
    })
    expect(JSON.parse(answer)).toMatchObject({ status: 'fail', message: 'INVALID_FILE' })
  }, 30_000)
})
