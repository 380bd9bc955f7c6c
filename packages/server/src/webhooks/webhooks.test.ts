import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { webhookSender } from './index.js'

const ends: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A receiver on this machine. Returns its port. */
async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  ends.push(() => {
    server.closeAllConnections()
    return new Promise((closed) => server.close(closed))
  })
  return (server.address() as AddressInfo).port
}

const bodyOf = async (request: IncomingMessage) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const request = (url: string) => ({ url, headers: { 'webhook-id': 'msg_a' }, body: '{"ü":1}' })
const loopback = [{ address: '127.0.0.1', family: 4 }]

test('a receiver verifies what it gets with the library of Standard Webhooks', async () => {
  const desk = await createTestHelpdesk({ log: silent, clock: { now: () => new Date() } })
  const secrets: string[] = []
  const got: unknown[] = []
  const port = await receiver(async (request, response) => {
    const body = await bodyOf(request)
    const headers = request.headers as Record<string, string>
    for (const secret of secrets) got.push(new Webhook(secret).verify(body, headers))
    expect(() => new Webhook(secrets[0] ?? '').verify(body.replace('t', 'T'), headers)).toThrow()
    response.writeHead(204).end()
  })
  const url = `http://localhost:${port}/hooks?key=1`
  const { system, ticket } = desk.helpdesk
  const admin = desk.helpdesk.actingAs({ staff: 1 })
  const { id: webhookId, secret } = await system.createWebhook(admin, { url, events: ['ticket.*'] })
  const { secret: newSecret } = await system.rotateWebhookSecret(admin, { webhookId })
  secrets.push(secret, newSecret)
  const { ticketNumber } = await ticket.create(admin, { title: 'Printer', content: 'It smokes.' })
  const sender = webhookSender({ allowPrivate: ['localhost'] })
  expect(await desk.helpdesk.deliverWebhooks(sender)).toEqual({ sent: 1, failed: 0 })
  const event = { type: 'ticket.created', data: expect.objectContaining({ ticketNumber }) }
  expect(got).toEqual([expect.objectContaining(event), expect.objectContaining(event)])
})

describe('a private network', () => {
  test.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://0',
    'http://10.1.2.3:8080',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[fd00::1]',
    'http://[64:ff9b::7f00:1]',
  ])('is not reached by %s', async (url) => {
    await expect(webhookSender().send(request(url))).rejects.toThrow('private network')
  })

  test.each([
    [['10.1.2.3']],
    [['8.8.8.8', '127.0.0.1']],
    [['2606:4700:4700::1111', '::ffff:127.0.0.1']],
    [['fe80::1']],
  ])('is not reached by a name with the addresses %j', async (addresses) => {
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    const sender = webhookSender({ resolve })
    await expect(sender.send(request('https://hooks.example'))).rejects.toThrow(
      'hooks.example is within a private network',
    )
  })

  test('is reached where it is allowed: the name is resolved once, and the connection goes there', async () => {
    const hosts: (string | undefined)[] = []
    const port = await receiver((request, response) => {
      hosts.push(request.headers.host)
      response.end('ok')
    })
    const asked: string[] = []
    const resolve = async (host: string) => {
      asked.push(host)
      return loopback
    }
    const sender = webhookSender({ resolve, allowPrivate: ['Hooks.example', '127.0.0.1'] })
    expect(await sender.send(request(`http://hooks.example:${port}`))).toEqual({ status: 200 })
    expect(asked).toEqual(['hooks.example'])
    expect(await sender.send(request(`http://127.0.0.1:${port}`))).toEqual({ status: 200 })
    expect(hosts).toEqual([`hooks.example:${port}`, `127.0.0.1:${port}`])
    await expect(sender.send(request(`http://other.example:${port}`))).rejects.toThrow('private network')
  })
})

describe('a request', () => {
  const allowed = { allowPrivate: ['127.0.0.1'] }

  test('has the headers and the body as they were signed', async () => {
    const seen: unknown[] = []
    const port = await receiver(async (request, response) => {
      seen.push(request.method, request.url, request.headers['webhook-id'], await bodyOf(request))
      response.end()
    })
    await webhookSender(allowed).send(request(`http://127.0.0.1:${port}/hooks?key=1`))
    expect(seen).toEqual(['POST', '/hooks?key=1', 'msg_a', '{"ü":1}'])
  })

  test('follows no redirect', async () => {
    const paths: (string | undefined)[] = []
    const port = await receiver((request, response) => {
      paths.push(request.url)
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await webhookSender(allowed).send(request(`http://127.0.0.1:${port}/`))).toEqual({ status: 307 })
    expect(paths).toEqual(['/'])
  })

  test('ends with the status when the receiver switches protocols', async () => {
    const port = await receiver((_, response) => {
      response.socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n',
      )
    })
    expect(await webhookSender(allowed).send(request(`http://127.0.0.1:${port}`))).toEqual({ status: 101 })
  })

  test('tells when to send again', async () => {
    const port = await receiver((_, response) => {
      response.writeHead(503, { 'retry-after': '120' }).end()
    })
    const answer = { status: 503, retryAfter: '120' }
    expect(await webhookSender(allowed).send(request(`http://127.0.0.1:${port}`))).toEqual(answer)
  })

  test('reads no answer without end', async () => {
    const port = await receiver((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', write)
      response.on('error', () => {})
      write()
    })
    expect(await webhookSender(allowed).send(request(`http://127.0.0.1:${port}`))).toEqual({ status: 200 })
  })

  test('ends with the status when the rest of the answer does not come', async () => {
    const port = await receiver((_, response) => {
      response.writeHead(200)
      response.write('a drop')
    })
    const late = new AbortController()
    const clock = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
    // The time is up once the headers have been read.
    const end = () => void setImmediate(() => late.abort())
    subscribe('http.client.response.finish', end)
    ends.push(
      () => unsubscribe('http.client.response.finish', end),
      () => clock.mockRestore(),
    )
    const sender = webhookSender({ ...allowed, timeout: 50 })
    expect(await sender.send(request(`http://127.0.0.1:${port}`))).toEqual({ status: 200 })
    expect(clock).toHaveBeenCalledWith(50)
  })

  test('fails when the receiver does not answer in time, or when it is cut off', async () => {
    const port = await receiver(() => {})
    const url = `http://127.0.0.1:${port}`
    await expect(webhookSender({ ...allowed, timeout: 50 }).send(request(url))).rejects.toThrow(
      'the receiver did not answer within 50 ms',
    )
    const ending = new AbortController()
    const sending = webhookSender(allowed).send(request(url), { signal: ending.signal })
    ending.abort()
    await expect(sending).rejects.toThrow()
  })

  test('fails with a reason when nobody listens, or the name is unknown', async () => {
    const port = await receiver(() => {})
    for (const end of ends.splice(0)) await end()
    await expect(webhookSender(allowed).send(request(`http://127.0.0.1:${port}`))).rejects.toThrow(
      'ECONNREFUSED',
    )
    const resolve = () => Promise.reject(new Error('ENOTFOUND'))
    await expect(webhookSender({ resolve }).send(request('http://hooks.example'))).rejects.toThrow(
      'hooks.example: cannot resolve the host name',
    )
    await expect(
      webhookSender({ resolve: async () => [] }).send(request('http://hooks.example')),
    ).rejects.toThrow('hooks.example has no address')
  })
})
