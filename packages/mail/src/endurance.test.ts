import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, expect, test } from 'vitest'
import { startDovecot } from './imap/dovecot.test-support.js'

/**
 * Sends 200 mails of customers by SMTP to a real mailbox, takes them into tickets of the example server, answers them
 * as staff over HTTP and mails the answers to the customers, while the server is killed repeatedly. Takes a minute and
 * needs a build: runs only with ENDURANCE=1.
 */
const mails = Number(process.env.ENDURANCE_MAILS ?? 200)
const kills = Number(process.env.ENDURANCE_KILLS ?? 10)
const main = fileURLToPath(new URL('../../../examples/server/dist/main.js', import.meta.url))
const asked = process.env.ENDURANCE === '1' && existsSync(main)
const dovecot = asked ? await startDovecot() : undefined
if (!dovecot)
  console.log('Endurance of mail: skipped (set ENDURANCE=1, build, and install dovecot-imapd to run it)')

const folder = await mkdtemp(join(tmpdir(), 'endurance-'))
const port = 18_300
const api = `http://127.0.0.1:${port}/api`
let server: ChildProcess | undefined

afterAll(async () => {
  server?.kill('SIGKILL')
  await dovecot?.stop()
  await rm(folder, { recursive: true, force: true })
})

function startServer() {
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    POLL_EVERY: '1',
    PRIVATE_MAIL_SERVERS: '1',
  }
  server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function killServer() {
  if (!server) return
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
  startServer()
}

/** Calls the API, and retries while the server is down. Use it for idempotent calls only. */
async function post<T>(path: string, fields: object): Promise<T> {
  const started = Date.now()
  for (;;) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    }
    const answer = await fetch(api + path, request)
      .then((response) => response.json() as Promise<{ status: string; message?: string; data: T }>)
      .catch(() => undefined)
    if (answer?.status === 'success') return answer.data
    if (answer || Date.now() - started > 30_000) throw new Error(`${path}: ${answer?.message ?? 'no answer'}`)
    await wait(50)
  }
}

interface Session {
  userId: number
  token: string
}
interface Listed {
  ticketNumber: number
  title: string
}
interface Read {
  events: { type: string; content: string }[]
}
const as = ({ userId, token }: Session) => ({ csrf_userid: userId, csrf_token: token })

/** Starts an SMTP server that passes each mail to `take`. */
async function smtpServer(take: (to: string, raw: Buffer) => Promise<void>) {
  const listening = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        take(session.envelope.rcptTo[0]?.address ?? '', Buffer.concat(chunks)).then(() => done(), done)
      })
    },
  })
  listening.on('error', () => {})
  await new Promise<void>((ready) => {
    listening.listen(0, '127.0.0.1', ready)
  })
  return { port: (listening.server.address() as AddressInfo).port, close: () => listening.close(() => {}) }
}

test.skipIf(!dovecot)(
  `${mails} mails, ${kills} kills: no mail is lost or taken twice`,
  async () => {
    if (!dovecot) return
    const received: { to: string; subject: string; messageId: string }[] = []
    const inbound = await smtpServer((_, raw) => dovecot.append(raw.toString('binary')))
    const outbound = await smtpServer(async (to, raw) => {
      const header = (name: string) =>
        new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(raw.toString())?.[1] ?? ''
      received.push({ to, subject: header('Subject'), messageId: header('Message-ID') })
    })

    startServer()
    await post('/system/init-settings', {
      language: 'en',
      registration: true,
      'mandatory-login': false,
      'allow-attachments': true,
      'server-email': 'help@desk.example',
      'smtp-host': `127.0.0.1:${outbound.port}`,
      'smtp-user': '',
      'imap-host': `{${dovecot.host}:${dovecot.port}/imap/notls}INBOX`,
      'imap-user': dovecot.user,
      'imap-pass': dovecot.pass,
    })
    await post('/system/init-admin', { name: 'Ada', email: 'ada@desk.example', password: 'correct horse' })
    const login = { email: 'ada@desk.example', password: 'correct horse', staff: true }
    const ada = await post<Session>('/user/login', login)

    const customer = createTransport({ host: '127.0.0.1', port: inbound.port, ignoreTLS: true, pool: true })
    const sending = (async () => {
      for (let n = 0; n < mails; n++) {
        const from = `Customer ${n % 20} <customer${n % 20}@shop.example>`
        await customer.sendMail({
          from,
          to: 'help@desk.example',
          subject: `Question ${n}`,
          text: `It broke: ${n}`,
        })
      }
    })()
    const started = Date.now()
    const killing = (async () => {
      for (let n = 0; n < kills; n++) {
        await wait(200 + Math.random() * 1500)
        await killServer()
      }
    })()

    // Staff answers new tickets, and checks before a retry whether the answer exists.
    const answered = new Set<number>()
    while (answered.size < mails) {
      if (Date.now() - started > 240_000) throw new Error(`only ${answered.size} tickets came`)
      const seen = new Map<number, string>()
      for (let page = 1; ; page++) {
        const list = await post<{ tickets: Listed[] }>('/staff/get-all-tickets', {
          ...as(ada),
          page,
        })
        for (const { ticketNumber, title } of list.tickets) seen.set(ticketNumber, title)
        if (list.tickets.length === 0) break
      }
      for (const [ticketNumber, title] of seen) {
        if (answered.has(ticketNumber)) continue
        const ticket = await post<Read>('/ticket/get', { ...as(ada), ticketNumber })
        if (!ticket.events.some(({ type }) => type === 'COMMENT')) {
          await post('/ticket/comment', { ...as(ada), ticketNumber, content: `Answer to ${title}` }).catch(
            () => {},
          )
          continue
        }
        answered.add(ticketNumber)
      }
      await wait(100)
    }
    await Promise.all([sending, killing])
    customer.close()

    // A mail that a killed process was sending is due again when its lease ends.
    const answers = () => received.filter(({ subject }) => /New answer/.test(subject))
    const distinct = (list: typeof received) => new Set(list.map(({ messageId }) => messageId)).size
    const patience = Date.now() + 900_000
    while (distinct(received) < 3 * mails && Date.now() < patience) await wait(500)

    const titles: string[] = []
    let comments = 0
    for (const ticketNumber of answered) {
      const { title, events } = await post<Listed & Read>('/ticket/get', { ...as(ada), ticketNumber })
      titles.push(title)
      comments += events.filter(({ type }) => type === 'COMMENT').length
    }
    const wanted = Array.from({ length: mails }, (_, n) => `Question ${n}`)
    expect(titles.sort()).toEqual(wanted.sort())
    expect(comments).toBeGreaterThanOrEqual(mails)
    // Each customer gets a confirmation, Ada a notification, and each customer the answer.
    expect(distinct(received)).toBe(2 * mails + comments)
    expect(distinct(answers())).toBe(comments)
    const doubled = received.length - distinct(received)
    expect(doubled).toBeLessThanOrEqual(kills)
    expect(await dovecot.count()).toBe(0)
    const seconds = Math.round((Date.now() - started) / 1000)
    console.log(
      `Endurance of mail: ${mails} mails, ${kills} kills, ${seconds} s; tickets ${answered.size}, mails out ${received.length}, doubled ${doubled}, lost 0`,
    )
    inbound.close()
    outbound.close()
  },
  1_200_000,
)
