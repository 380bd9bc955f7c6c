import { lost } from './check.js'
import { Client, type Session } from './client.js'
import { installDesk } from './desk.js'
import { type Known, nothingYet } from './load.js'
import { proxyTo } from './proxy.js'
import { type Serving, serve } from './server.js'
import { bucketServer, mailboxServer, mailServer } from './stand-ins.js'
import { until } from './until.js'

/** The server under test, with clients for one part of a scenario. */
interface Scene {
  readonly server: Serving
  readonly client: Client
  readonly staff: Session
  readonly customers: readonly Session[]
  readonly tickets: Known[]
  readonly faults: string[]
}

const token = 'polling'
const fileOf = ({ number }: Known) => `the file of ${number}`

/**
 * Lets the mail servers and the bucket accept connections, greet, and say nothing more. Other requests must be answered
 * meanwhile, few connections may wait, and everything must be made up for once the servers work again: each mail is
 * sent once, each acknowledged file is there. The server must stop while they hang.
 */
export async function hanging(database: string, folder: string): Promise<string[]> {
  const { staff, customers } = await installDesk(database, 4)
  const standIns = { smtp: await mailServer(), imap: await mailboxServer(), s3: await bucketServer() }
  const smtp = await proxyTo('127.0.0.1', standIns.smtp.port)
  const imap = await proxyTo('127.0.0.1', standIns.imap.port)
  const s3 = await proxyTo('127.0.0.1', standIns.s3.port)
  const proxies = [smtp, imap, s3]
  const env = {
    DATABASE_URL: database,
    DATA_DIR: folder,
    FILES_URL: `s3://bucket?endpoint=http://127.0.0.1:${s3.port}`,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    PRIVATE_MAIL_SERVERS: '1',
    POLL_EVERY: '0',
  }
  const first = await serve(env)
  const known = nothingYet()
  const faults: string[] = []
  const scene: Scene = {
    server: first,
    client: new Client(first.url),
    staff,
    customers,
    tickets: known.tickets,
    faults,
  }
  const settings = {
    'smtp-host': `127.0.0.1:${smtp.port}`,
    'imap-host': `{127.0.0.1:${imap.port}/notls}INBOX`,
    'imap-user': 'user',
    'imap-pass': 'secret',
    'imap-token': token,
  }
  const set = await scene.client.ask('/system/edit-settings', settings, staff)
  if (set.status !== 200) faults.push(`the settings: ${set.status} ${set.code}`)

  for (const customer of customers) await create(scene, 'before', customer)
  for (const proxy of proxies) proxy.hang()
  await create(scene, 'before')
  const waiting = customers.map((customer, index) => upload(scene, customer, known.tickets[index]))
  const polls = [0, 1, 2].map(() => poll(first))
  const isReached = () => proxies.every((proxy) => proxy.counts().hanging > 0)
  if (!(await until(isReached))) faults.push('not all servers were called')
  await others(scene)
  if (smtp.counts().open > 1) faults.push(`${smtp.counts().open} connections wait for the mail server`)
  if (imap.counts().all > 1) faults.push(`${imap.counts().all} connections wait for the mailbox`)
  if (s3.counts().open > customers.length) faults.push(`${s3.counts().open} connections wait for the bucket`)
  for (const proxy of proxies) proxy.repair()
  for (const code of await Promise.all(waiting)) if (code !== '') faults.push(`a file afterwards: ${code}`)
  for (const code of await Promise.all(polls))
    if (code !== '' && code !== 'EMAIL_POLLING') faults.push(`a poll of a hanging mailbox: ${code}`)
  const repaired = await poll(first)
  if (repaired !== '') faults.push(`a poll afterwards: ${repaired}`)
  await mailed(scene, standIns.smtp.mails)

  for (const proxy of proxies) proxy.hang()
  await create(scene, 'between')
  const abandoned = poll(first)
  if (!(await until(() => smtp.counts().hanging > 0))) faults.push('the mail server was not called again')
  scene.client.close()
  if ((await first.stop()) !== 0) faults.push('the server did not stop while the others hung')
  await abandoned
  for (const proxy of proxies) proxy.repair()

  const second = await serve(env)
  const again: Scene = { ...scene, server: second, client: new Client(second.url) }
  await mailed(again, standIns.smtp.mails)
  await stored(again)
  faults.push(...(await lost(second.url, staff, known)))
  again.client.close()
  if ((await second.stop()) !== 0) faults.push('the server did not stop')
  for (const each of [...proxies, ...Object.values(standIns)]) each.close()
  console.log(`  ${known.tickets.length} tickets, ${standIns.smtp.mails.length} mails`)
  return faults
}

async function create({ client, customers, tickets, faults }: Scene, title: string, customer = customers[0]) {
  const { data, code } = await client.ask('/ticket/create', { title, content: 'It broke.' }, customer)
  const number = (data as { ticketNumber?: number } | null | undefined)?.ticketNumber
  if (number === undefined) faults.push(`a ticket: ${code}`)
  else tickets.push({ number, comments: [], isClosed: false })
}

/** Comments a ticket with a file. Returns the code of the answer. */
async function upload({ server }: Scene, customer: Session, ticket: Known | undefined): Promise<string> {
  if (!ticket) return 'no ticket'
  const client = new Client(server.url)
  const content = 'See the file.'
  const { code } = await client.upload(ticket.number, content, fileOf(ticket), customer)
  if (code === '') ticket.comments.push(content)
  client.close()
  return code
}

/** Returns the code of the answer. */
async function poll({ url }: Serving): Promise<string> {
  const client = new Client(url)
  const { code } = await client.ask('/system/email-polling', { token })
  client.close()
  return code
}

/** Sends requests that need none of the servers that hang. */
async function others(scene: Scene) {
  for (let request = 0; request < 20; request++) {
    const { status, code } = await scene.client.ask('/staff/get', {}, scene.staff)
    if (status !== 200) scene.faults.push(`a request meanwhile: ${status} ${code}`)
    await create(scene, `meanwhile ${request}`)
  }
  const health = await scene.client.send('GET', '/health')
  if (health.status !== 200) scene.faults.push(`/health meanwhile: ${health.status}`)
}

/** Waits for the mail of each ticket. None may come twice. */
async function mailed({ client, staff, tickets, faults }: Scene, mails: readonly string[]) {
  const isMailed = ({ number }: Known) => mails.some((mail) => mail.includes(String(number)))
  const areMailed = await until(async () => {
    const { data } = await client.ask('/system/get-undelivered-mails', { page: 1 }, staff)
    for (const { id } of data as readonly { readonly id: number }[])
      await client.ask('/system/retry-mail', { id }, staff)
    return tickets.every(isMailed)
  })
  if (!areMailed) faults.push(`${tickets.filter((each) => !isMailed(each)).length} tickets without a mail`)
  const ids = mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])
  if (new Set(ids).size !== ids.length) faults.push('a mail was sent twice')
}

/** Reads the files of all acknowledged comments. */
async function stored({ client, staff, tickets, faults }: Scene) {
  for (const ticket of tickets.filter(({ comments }) => comments.length > 0)) {
    const { data } = await client.ask('/ticket/get', { ticketNumber: ticket.number }, staff)
    const { events } = data as { readonly events: readonly { readonly file?: string | null }[] }
    const file = events.find((event) => event.file)?.file
    const { status, code } = await client.download(file ?? '', staff)
    if (status !== 200 || code !== fileOf(ticket))
      faults.push(`the file of ticket ${ticket.number}: ${status} ${code}`)
  }
}
