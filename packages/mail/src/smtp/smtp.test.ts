import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { OutgoingMail } from '@opensupports/core'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { smtp } from './index.js'

const pem = (name: string) => readFileSync(new URL(`../../test-data/${name}.pem`, import.meta.url), 'utf8')
const cert = pem('localhost-cert')
const key = pem('localhost-key')

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Received {
  readonly raw: string
  readonly from: string
  readonly to: string[]
  readonly user: string | undefined
  readonly secure: boolean
}

/** A real SMTP server, and the mails it has received. */
async function server(options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const counts = { connections: 0 }
  const listening = new SMTPServer({
    closeTimeout: 100,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    key,
    cert,
    onConnect(_, done) {
      counts.connections++
      done()
    },
    onAuth({ username, password }, _, done) {
      if (password === 'secret') done(null, { user: username ?? '' })
      else done(new Error(`wrong password ${password}`))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { envelope, user, secure } = session
        const sender = envelope.mailFrom
        received.push({
          raw: Buffer.concat(chunks).toString(),
          from: sender ? sender.address : '',
          to: envelope.rcptTo.map((each) => each.address),
          user: user as string | undefined,
          secure,
        })
        done()
      })
    },
    ...options,
  })
  listening.on('error', () => {})
  await new Promise<void>((ready) => {
    listening.listen(0, '127.0.0.1', ready)
  })
  closers.push(() => new Promise<void>((done) => listening.close(done)))
  return { received, counts, port: (listening.server.address() as AddressInfo).port }
}

/** A server that does not speak SMTP. */
async function rawServer(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  await new Promise<void>((ready) => {
    listening.listen(0, '127.0.0.1', ready)
  })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    listening.close()
  })
  return (listening.address() as AddressInfo).port
}

function mailer(options: Parameters<typeof smtp>[0] = {}) {
  const made = smtp({ timeout: 1000, allowPrivateAddresses: true, ...options })
  closers.push(() => made.close())
  return made
}

const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  template: 'TICKET_CLOSED',
  to: 'jane@customer.example',
  language: 'en',
  variables: {},
  from: { name: 'Wheels & Co', address: 'help@wheels.example' },
  subject: 'Closed',
  html: '<p>Done</p>',
  text: 'Done',
  messageId: '<ticket.1@wheels.example>',
  references: [],
  headers: { 'Auto-Submitted': 'auto-generated' },
  ...more,
})
const at = (port: number, more: Partial<Parameters<ReturnType<typeof smtp>['send']>[1]> = {}) => ({
  host: `127.0.0.1:${port}`,
  user: null,
  pass: null,
  ...more,
})
/** Returns the headers, unfolded. */
const headersOf = ({ raw }: Received) => raw.split('\r\n\r\n')[0]?.replace(/\r\n[ \t]+/g, ' ') ?? ''

describe('a mail', () => {
  test('arrives with headers, HTML and text at one receiver', async () => {
    const { received, port } = await server()
    await mailer().send(mail({ references: ['<a@x.example>', '<b@x.example>'] }), at(port))
    expect(received).toMatchObject([{ from: 'help@wheels.example', to: ['jane@customer.example'] }])
    const [first] = received
    if (!first) throw new Error('nothing came')
    const headers = headersOf(first)
    for (const header of [
      'From: "Wheels & Co" <help@wheels.example>',
      'To: jane@customer.example',
      'Message-ID: <ticket.1@wheels.example>',
      'In-Reply-To: <b@x.example>',
      'References: <a@x.example> <b@x.example>',
      'Auto-Submitted: auto-generated',
    ])
      expect(headers).toContain(header)
    expect(first.raw).toMatch(/text\/plain[\s\S]*Done[\s\S]*text\/html[\s\S]*<p>Done<\/p>/)
  })

  test('may contain any letters', async () => {
    const { received, port } = await server()
    const subject = 'Größe 👍 请求'
    await mailer().send(
      mail({ subject, from: { name: 'Räder „Co“', address: 'help@wheels.example' } }),
      at(port),
    )
    const encoded = /Subject: (.*)/.exec(headersOf(received[0] as Received))?.[1] ?? ''
    const decoded = encoded
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
        kind.toUpperCase() === 'B'
          ? Buffer.from(text, 'base64').toString('latin1')
          : text
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      )
    expect(Buffer.from(decoded, 'latin1').toString()).toBe(subject)
  })

  test('cannot inject headers or receivers', async () => {
    const { received, port } = await server()
    const evil = 'x\r\nBcc: eve@evil.example\r\n\r\nbody'
    await mailer().send(
      mail({
        subject: evil,
        from: { name: evil, address: 'help@wheels.example' },
        headers: { 'X-Test': evil },
      }),
      at(port),
    )
    expect(received).toMatchObject([{ to: ['jane@customer.example'] }])
    expect(headersOf(received[0] as Received)).not.toMatch(/^Bcc:/m)
  })

  test.each([
    'jane@x.example, eve@evil.example',
    'jane@x.example>\r\nRCPT TO:<eve@evil.example',
    'Jane <jane@x.example>',
    'jane',
    '@x.example',
    '',
  ])('to %j is rejected permanently, and nothing is sent', async (to) => {
    const { received, port } = await server()
    await expect(mailer().send(mail({ to }), at(port))).rejects.toMatchObject({ permanent: true })
    expect(received).toEqual([])
  })

  test('shares few connections with a hundred others', async () => {
    const { received, counts, port } = await server()
    const { send } = mailer()
    for (let count = 0; count < 100; count++)
      await send(mail({ messageId: `<${count}@x.example>` }), at(port))
    expect(received).toHaveLength(100)
    expect(counts.connections).toBeLessThanOrEqual(2)
  })
})

describe('TLS', () => {
  const starttls = { disabledCommands: [], secure: false }

  test('is used if the server offers it, and certificates are verified', async () => {
    const { received, port } = await server(starttls)
    await expect(mailer().send(mail(), at(port))).rejects.toMatchObject({ permanent: false })
    expect(received).toEqual([])
    await mailer({ tls: { ca: cert } }).send(mail(), at(port))
    await mailer({ tls: { rejectUnauthorized: false } }).send(mail(), at(port))
    expect(received).toMatchObject([{ secure: true }, { secure: true }])
  })

  test('can be implicit', async () => {
    const { received, port } = await server({ secure: true })
    await mailer({ tls: { ca: [cert] } }).send(mail(), at(port, { host: `ssl://127.0.0.1:${port}` }))
    await mailer({ tls: { ca: cert } }).send(mail(), at(port, { host: `ssl://localhost:${port}` }))
    await expect(
      mailer({ tls: { ca: cert, servername: 'other.example' } }).send(
        mail(),
        at(port, { host: `ssl://127.0.0.1:${port}` }),
      ),
    ).rejects.toThrow()
    expect(received).toMatchObject([{ secure: true }, { secure: true }])
  })

  test('can be required', async () => {
    const { received, port } = await server()
    await expect(mailer({ requireTls: true }).send(mail(), at(port))).rejects.toMatchObject({
      permanent: false,
    })
    await expect(mailer().send(mail(), at(port, { host: `tls://127.0.0.1:${port}` }))).rejects.toThrow()
    expect(received).toEqual([])
  })
})

describe('signing in', () => {
  test('uses the user and password of the settings', async () => {
    const { received, port } = await server({ allowInsecureAuth: true })
    await mailer().send(mail(), at(port, { user: 'help', pass: 'secret' }))
    await mailer().send(mail(), at(port, { user: '', pass: 'secret' }))
    expect(received.map(({ user }) => user)).toEqual(['help', undefined])
  })

  test('fails temporarily, with an error that does not contain the password', async () => {
    const { port } = await server({ allowInsecureAuth: true })
    const error = await mailer()
      .send(mail(), at(port, { user: 'help', pass: 'hunter2' }))
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ permanent: false, message: expect.stringContaining('sign-in') })
    expect(`${(error as Error).message} ${(error as Error).stack}`).not.toContain('hunter2')
  })

  test('uses changed settings at once', async () => {
    const { received, port } = await server({ allowInsecureAuth: true })
    const { send } = mailer()
    await send(mail(), at(port, { user: 'one', pass: 'secret' }))
    await send(mail(), at(port, { user: 'two', pass: 'secret' }))
    expect(received.map(({ user }) => user)).toEqual(['one', 'two'])
  })
})

describe('a server', () => {
  const refusing = (responseCode: number) => ({
    onRcptTo: (_: unknown, __: unknown, done: (error?: Error) => void) =>
      done(Object.assign(new Error('no such user here'), { responseCode })),
  })

  test('that rejects the receiver is permanent, and one that is busy is not', async () => {
    const gone = await server(refusing(550))
    await expect(mailer().send(mail(), at(gone.port))).rejects.toMatchObject({
      permanent: true,
      message: expect.stringMatching(/127\.0\.0\.1: .*550.*no such user here/),
    })
    const busy = await server(refusing(451))
    await expect(mailer().send(mail(), at(busy.port))).rejects.toMatchObject({ permanent: false })
  })

  test('that hangs up, never greets or is down fails temporarily', async () => {
    const hangsUp = await rawServer((socket) =>
      socket.write('220 hello\r\n', () => setTimeout(() => socket.destroy(), 20)),
    )
    const silent = await rawServer(() => {})
    const { port: closed } = await server()
    await closers.pop()?.()
    for (const port of [hangsUp, silent, closed])
      await expect(mailer({ timeout: 200 }).send(mail(), at(port))).rejects.toMatchObject({
        permanent: false,
      })
  })

  test('that answers without end is disconnected', async () => {
    const port = await rawServer((socket) => {
      const write = () => {
        if (!socket.destroyed) socket.write(`${'220-'.padEnd(16_000, 'x')}\r\n`, () => setImmediate(write))
      }
      write()
    })
    await expect(mailer({ timeout: 500 }).send(mail(), at(port))).rejects.toMatchObject({ permanent: false })
  })

  test('of several is used if those before it do not answer', async () => {
    const { received, port } = await server()
    const { port: closed } = await server()
    await closers.pop()?.()
    await mailer().send(mail(), at(0, { host: `127.0.0.1:${closed}; 127.0.0.1:${port}` }))
    expect(received).toHaveLength(1)
  })

  test.each(['', ' ; ', 'http://x.example', 'a b', 'x:99999'])('named %j is invalid', async (host) => {
    await expect(mailer().send(mail(), { host, user: null, pass: null })).rejects.toThrow('no SMTP server')
  })
})

test('a server of the settings in a private network gets no mail unless that is allowed', async () => {
  const { received, port } = await server()
  const guarded = mailer({ allowPrivateAddresses: false })
  await expect(guarded.send(mail(), at(port))).rejects.toMatchObject({
    fault: 'private-network',
    permanent: false,
  })
  expect(received).toEqual([])
})

test('a server given in code wins over the settings, and needs none', async () => {
  const { received, port } = await server()
  const fixed = mailer({ allowPrivateAddresses: false, server: { host: `127.0.0.1:${port}` } })
  expect(fixed.bySettings).toBe(false)
  expect(mailer().bySettings).toBe(true)
  await fixed.send(mail(), undefined)
  await fixed.send(mail(), at(1))
  expect(received).toHaveLength(2)
  await expect(mailer().send(mail(), undefined)).rejects.toThrow('no SMTP server')
})

describe('a check', () => {
  const check = (host: string, options = {}, login = {}) =>
    mailer({ allowPrivateAddresses: true, ...options }).check?.({ host, user: null, pass: null, ...login })

  test('connects, signs in, and sends nothing', async () => {
    const { received, counts, port } = await server({ allowInsecureAuth: true })
    await check(`127.0.0.1:${port}`, {}, { user: 'help', pass: 'secret' })
    await expect(check(`127.0.0.1:${port}`, {}, { user: 'help', pass: 'wrong' })).rejects.toThrow('sign-in')
    expect(counts.connections).toBe(2)
    expect(received).toEqual([])
  })

  test('verifies the certificate for the name, although it connects to the address', async () => {
    const { port } = await server({ secure: true })
    await check(`ssl://localhost:${port}`, { tls: { ca: cert } })
    await expect(check(`ssl://localhost:${port}`)).rejects.toThrow()
  })

  test('reaches no private network unless that is allowed', async () => {
    const { counts, port } = await server()
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      '[::1]:25',
      '10.0.0.1',
      '169.254.169.254:80',
    ])
      await expect(check(host, { allowPrivateAddresses: false })).rejects.toMatchObject({
        fault: 'private-network',
      })
    expect(counts.connections).toBe(0)
  })

  test('fails with the fault', async () => {
    const { port } = await server({ allowInsecureAuth: true })
    const login = { user: 'help', pass: 'wrong' }
    await expect(check(`127.0.0.1:${port}`, {}, login)).rejects.toMatchObject({ fault: 'credentials' })
    await expect(check('127.0.0.1:1')).rejects.toMatchObject({ fault: 'refused' })
    await expect(check('no-such-host.invalid')).rejects.toMatchObject({ fault: 'unknown-host' })
    await expect(check('')).rejects.toMatchObject({ fault: 'no-server' })
    const secure = await server({ secure: true })
    await expect(check(`ssl://localhost:${secure.port}`)).rejects.toMatchObject({ fault: 'tls' })
  })
})
