import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lost } from './check.js'
import { Client, type Session } from './client.js'
import { installDesk, password } from './desk.js'
import { nothingYet, work } from './load.js'
import { proxyTo } from './proxy.js'
import { serve } from './server.js'
import { mailServer } from './stand-ins.js'
import { until } from './until.js'

const minute = 60_000
const day = 24 * 60 * minute
/** The longest lock-out after wrong passwords, in seconds. */
const longestLock = 15 * 60

interface Event {
  readonly type: string
  readonly date: string
}

/**
 * Sets the server's clock back a day under load, and forth again. Sessions, lock-outs and retries of mails must last no
 * longer than their own length, and what customers do must stay in its order.
 */
export async function clockBack(database: string, folder: string): Promise<string[]> {
  const { staff, customers } = await installDesk(database, 4)
  const mails = await mailServer()
  const smtp = await proxyTo('127.0.0.1', mails.port)
  const file = join(folder, 'clock')
  const setClock = (shift: number) => writeFileSync(file, String(shift))
  setClock(0)
  const server = await serve({
    DATABASE_URL: database,
    DATA_DIR: folder,
    PRIVATE_MAIL_SERVERS: '1',
    POLL_EVERY: '0',
    NODE_OPTIONS: `--import=${new URL('shifted-clock.js', import.meta.url).href}`,
    CLOCK_SHIFT_FILE: file,
  })
  const client = new Client(server.url)
  const known = nothingYet()
  const faults: string[] = []
  const demand = async (what: string, path: string, params: object, session?: Session) => {
    const answer = await client.ask(path, params, session)
    if (answer.status !== 200) faults.push(`${what}: ${answer.status} ${answer.code}`)
    return answer
  }
  /** Lets all customers work until so many requests more were made. */
  const busy = async (seed: number, requests: number) => {
    const most = known.requests + requests
    const isOver = () => known.requests >= most
    await Promise.all(
      customers.map((customer, index) => work(server.url, { customer, staff }, seed + index, known, isOver)),
    )
  }
  const login = (given: string) =>
    client.ask('/user/login', { email: 'customer0@fault.example', password: given })
  const lockOut = async (when: string) => {
    const isLocked = await until(async () => (await login('wrong')).status === 429)
    const { status, data } = await login(password)
    const { retryAfter } = (data ?? {}) as { readonly retryAfter?: number }
    if (!isLocked || status !== 429) faults.push(`${when}: wrong passwords lock nothing`)
    else if (!(Number(retryAfter) <= longestLock)) faults.push(`${when}: locked for ${retryAfter} seconds`)
  }

  await demand('the settings', '/system/edit-settings', { 'smtp-host': `127.0.0.1:${smtp.port}` }, staff)
  smtp.hang()
  await busy(0, 60)
  if (!(await until(() => smtp.counts().hanging > 0))) faults.push('the mail server was not called')
  smtp.cut()
  await lockOut('before')
  const { data } = await demand(
    'a ticket',
    '/ticket/create',
    { title: 'A long time', content: 'Ago.' },
    customers[1],
  )
  const ticketNumber = (data as { ticketNumber: number }).ticketNumber

  setClock(-day)
  await demand('staff, a day back', '/staff/get', {}, staff)
  await lockOut('a day back')
  await demand('an answer, a day back', '/ticket/comment', { ticketNumber, content: 'Already?' }, staff)
  await demand('closing, a day back', '/ticket/close', { ticketNumber }, staff)
  await busy(100, 60)
  const stats = await demand('statistics, a day back', '/system/get-stats', {}, staff)
  for (const [name, value] of Object.entries((stats.data ?? {}) as Record<string, unknown>))
    if (name.startsWith('average') && !(Number(value) >= 0)) faults.push(`${name} is ${value}`)
  const seen = await demand('the history, a day back', '/ticket/get', { ticketNumber }, staff)
  const { date, events } = seen.data as { readonly date: string; readonly events: readonly Event[] }
  if (!events.every((event) => event.date < date)) faults.push('the clock was not set back')
  const types = events.map(({ type }) => type)
  if (types.join() !== 'COMMENT,CLOSE') faults.push(`the history is ${types.join()}`)

  // Everything that lasts a while has lasted it now, although the first clock is far ahead.
  setClock(-day + 16 * minute)
  smtp.repair()
  const unlocked = await login(password)
  if (unlocked.status !== 200) faults.push(`16 minutes later: ${unlocked.status} ${unlocked.code}`)
  const isMailed = (number: number) => mails.mails.some((mail) => mail.includes(String(number)))
  const missing = () => known.tickets.filter(({ number }) => !isMailed(number)).length
  if (!(await until(() => missing() === 0)))
    faults.push(`16 minutes later: ${missing()} tickets without a mail`)

  setClock(0)
  await demand('staff, with the clock set right', '/staff/get', {}, staff)
  await busy(200, 60)
  const ids = mails.mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])
  if (new Set(ids).size !== ids.length) faults.push('a mail was sent twice')
  for (const code of known.refusals.keys())
    if (code !== 'TOO_MANY_REQUESTS') faults.push(`a refusal with ${code}`)
  faults.push(...(await lost(server.url, staff, known)))
  client.close()
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  smtp.close()
  mails.close()
  console.log(`  ${known.tickets.length} tickets acknowledged, ${mails.mails.length} mails sent`)
  return faults
}
