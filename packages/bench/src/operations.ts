// Measures what each operation costs in process: CPU time, statements, the longest block of the event loop, response
// size.
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { type Mailer, OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely'
import { openRaw } from './raw-database.js'
import { makeSkewed, type Size, type SkewedHelpdesk, sizes } from './skewed.js'

interface Call {
  readonly name: string
  readonly path: string
  readonly fields: (helpdesk: SkewedHelpdesk, index: number) => Record<string, string>
  readonly as: 'admin' | 'customer' | 'guest'
  /** The number of staff members that each new ticket notifies. Default: 5. */
  readonly toNotify?: number
}

const search = (name: string, fields: Record<string, string>): Call => ({
  name: `ticket.search, ${name}`,
  path: '/ticket/search',
  as: 'admin',
  fields: () => fields,
})

const content = 'The printer in the hall <b>does not print</b>. What can we do about it?'
const create = (toNotify: number): Call => ({
  name: `ticket.create, ${toNotify} staff notified`,
  path: '/ticket/create',
  as: 'customer',
  toNotify,
  fields: () => ({ title: 'It does not print', content }),
})

const calls: readonly Call[] = [
  { name: 'system.getSettings', path: '/system/get-settings', as: 'guest', fields: () => ({}) },
  {
    name: 'user.login',
    path: '/user/login',
    as: 'guest',
    fields: () => ({ email: 'jane@bench.example', password: 'correct horse' }),
  },
  {
    name: 'ticket.get',
    path: '/ticket/get',
    as: 'customer',
    fields: ({ ticketNumber }) => ({ ticketNumber: String(ticketNumber) }),
  },
  {
    name: 'ticket.get, 10,000 events',
    path: '/ticket/get',
    as: 'customer',
    fields: ({ longTicketNumber }) => ({ ticketNumber: String(longTicketNumber) }),
  },
  { name: 'user.get', path: '/user/get', as: 'customer', fields: () => ({}) },
  { name: 'staff.getAllTickets', path: '/staff/get-all-tickets', as: 'admin', fields: () => ({ page: '1' }) },
  { name: 'staff.getNewTickets', path: '/staff/get-new-tickets', as: 'admin', fields: () => ({ page: '1' }) },
  { name: 'staff.getTickets', path: '/staff/get-tickets', as: 'admin', fields: () => ({ page: '1' }) },
  { name: 'staff.getAll', path: '/staff/get-all', as: 'admin', fields: () => ({}) },
  { name: 'staff.lastEvents', path: '/staff/last-events', as: 'admin', fields: () => ({ page: '1' }) },
  search('no query', {}),
  search('a rare word', { query: 'zeppelin' }),
  search('a frequent word', { query: 'problem' }),
  search('a number', { query: '1000007' }),
  search('by author', { authors: '[{"id":1,"isStaff":0}]' }),
  search('closed', { closed: '1' }),
  { name: 'system.getStats', path: '/system/get-stats', as: 'admin', fields: () => ({}) },
  create(5),
  create(50),
  {
    name: 'ticket.comment',
    path: '/ticket/comment',
    as: 'customer',
    fields: ({ ticketNumber }) => ({ ticketNumber: String(ticketNumber), content }),
  },
  {
    name: 'ticket.reOpen',
    path: '/ticket/re-open',
    as: 'admin',
    fields: ({ ticketNumber }) => ({ ticketNumber: String(ticketNumber) }),
  },
  {
    name: 'ticket.close',
    path: '/ticket/close',
    as: 'admin',
    fields: ({ ticketNumber }) => ({ ticketNumber: String(ticketNumber) }),
  },
]

/** Queues mails, as a real mailer does, but never delivers them. */
const mailer: Mailer = { send: async () => {} }

/** Measures all calls on SQLite, and prints a Markdown table. */
export async function measureOperations(folder: string, size: Size, milliseconds: number): Promise<void> {
  const file = join(folder, 'operations.db')
  const asked = await makeSkewed(file, size)
  const { tickets, events } = sizes[size]
  console.log(`SQLite, size ${size}: ${tickets} tickets, ${events} events; Node ${process.version}\n`)
  console.log('| call | CPU ms | statements | longest block ms | response bytes |')
  console.log('| --- | ---: | ---: | ---: | ---: |')
  for (const call of calls) {
    notifyStaff(file, call.toNotify ?? 5)
    console.log(await row(file, call, asked, milliseconds))
  }
}

function notifyStaff(file: string, count: number): void {
  const db = openRaw(file)
  db.exec(`update staff set send_email_on_new_ticket = 0;
    insert or ignore into department_staff (department_id, staff_id) select 1, id from staff where id <= ${count};
    update staff set send_email_on_new_ticket = 1 where id <= ${count}`)
  // Turn off the limits, which would stop the measurement.
  db.exec(`insert into setting (name, value) select 'attempt-limit', '0'
    where not exists (select 1 from setting where name = 'attempt-limit');
    update setting set value = '0' where name = 'attempt-limit'`)
  db.close()
}

async function row(file: string, call: Call, asked: SkewedHelpdesk, milliseconds: number): Promise<string> {
  let statements = 0
  const storage = await sqlite(file, { onQuery: () => statements++ })
  const helpdesk = new OpenSupports({ storage, mailer, passwordCost: 4 })
  const operation = helpdesk.operations.get(call.path)
  if (!operation) throw new Error(`there is no ${call.path}`)
  const session = call.as === 'guest' ? {} : asked[call.as]
  const ask = (index: number) => helpdesk.call(operation, session, call.fields(asked, index))
  const size = Buffer.byteLength(JSON.stringify((await ask(0)).data) ?? '')
  statements = 0
  await ask(1)
  const perCall = statements
  for (let index = 0; index < 5; index++) await ask(index)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const end = performance.now() + milliseconds
  const before = process.cpuUsage()
  let count = 0
  do {
    await ask(count++)
    // A synchronous driver never yields, so yield here to let the event loop measure the delay.
    await setImmediate()
  } while (performance.now() < end)
  const { user, system } = process.cpuUsage(before)
  delay.disable()
  await storage.close()
  const cpu = (user + system) / 1000 / count
  return `| ${call.name} | ${cpu.toFixed(2)} | ${perCall} | ${(delay.max / 1e6).toFixed(1)} | ${size} |`
}
