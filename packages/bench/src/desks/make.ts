import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Mailer, OpenSupports } from '@opensupports/core'
import { migrateDatabase, openStorage } from '@opensupports/kysely'
import { type Engine, type EngineName, type Loader, type Row, type Size, sizes } from './engine.js'
import { text } from './facts.js'
import { mariadbEngine } from './mariadb.js'
import { postgresEngine } from './postgres.js'
import * as rows from './rows.js'
import { sqliteEngine } from './sqlite.js'

export const engines: Readonly<Record<EngineName, Engine>> = {
  sqlite: sqliteEngine,
  postgres: postgresEngine,
  mariadb: mariadbEngine,
}

export interface Session {
  readonly userId: number
  readonly token: string
}

/** A filled helpdesk, with the sessions and tickets of a measurement. */
export interface Desk {
  readonly engine: EngineName
  readonly size: Size
  readonly address: string
  readonly version: string
  /** Has level 3, and is in every department. */
  readonly admin: Session
  /** Wrote one ticket in a hundred. */
  readonly customer: Session
  /** A ticket of the customer with ten events. */
  readonly ticketNumber: number
  /** A ticket of the customer with 10,000 events. */
  readonly longTicketNumber: number
  /** A ticket of the customer that is commented, closed and re-opened. */
  readonly changedTicketNumber: number
}

const password = 'correct horse'

/** The customer's login. */
export const customerLogin = { email: 'jane@bench.example', password }

/** Queues mails, as a real mailer does, but never delivers them. */
export const mailer: Mailer = { send: async () => {} }

/** Drops messages. */
export const noLog = { debug() {}, info() {}, warn() {}, error: console.error }

/** Writes what a helpdesk has at its start through the helpdesk itself. */
async function start(address: string): Promise<Omit<Desk, 'engine' | 'size' | 'address' | 'version'>> {
  const storage = await openStorage(address)
  // Without a mailer, a new account counts as verified.
  const helpdesk = new OpenSupports({ storage, passwordCost: 4, log: noLog })
  const email = 'ada@bench.example'
  await helpdesk.install({ admin: { name: 'Ada', email, password } })
  await helpdesk.user.signup({}, { name: 'Jane', ...customerLogin })
  const jane = await helpdesk.user.login({}, customerLogin)
  const ada = await helpdesk.user.login({}, { email, password, staff: true })
  const numbers: number[] = []
  for (const title of ['The first', 'The long one', 'The changed one'])
    numbers.push((await helpdesk.ticket.create(jane, { title, content: text(1, 40) })).ticketNumber)
  const [ticketNumber = 0, longTicketNumber = 0, changedTicketNumber = 0] = numbers
  await helpdesk.ticket.comment(ada, { ticketNumber, content: text(1, 20) })
  await helpdesk.ticket.createTag(ada, { name: 'tag 1', color: '#000000' })
  await storage.close()
  const session = ({ userId, token }: Session): Session => ({ userId: Number(userId), token })
  return { admin: session(ada), customer: session(jane), ticketNumber, longTicketNumber, changedTicketNumber }
}

async function templatesFrom(loader: Loader): Promise<rows.Templates> {
  const first = async (sql: string): Promise<Row> => {
    const [row] = await loader.rows(`${sql} order by id limit 1`)
    if (!row) throw new Error(`there is no row to copy: ${sql}`)
    return { ...row }
  }
  return {
    user: await first('select * from "user"'),
    staff: await first('select * from staff'),
    department: await first('select * from department'),
    tag: await first('select * from tag'),
    ticket: await first('select * from ticket'),
    comment: await first(`select * from ticketevent where type = 'COMMENT'`),
    log: await first(`select * from log where type = 'CREATE_TICKET'`),
  }
}

/** Fills the tables that the migrations made. */
async function fill(loader: Loader, size: Size): Promise<void> {
  const { tickets, events } = sizes[size]
  const templates = await templatesFrom(loader)
  await loader.fill('user', rows.users(templates, tickets))
  await loader.fill('department', rows.departments(templates))
  await loader.fill('staff', rows.staff(templates))
  await loader.fill('department_staff', rows.memberships())
  await loader.fill('tag', rows.tags(templates))
  await loader.fill('ticket', rows.tickets(templates, tickets))
  await loader.fill('ticket_user', rows.ticketAuthors(tickets))
  await loader.fill('staff_ticket', rows.ticketOwners(tickets))
  await loader.fill('tag_ticket', rows.ticketTags(tickets))
  await loader.fill('log', rows.logs(templates, tickets))
  await loader.fill('ticketevent', rows.comments(templates, tickets, events))
  await loader.run('insert into os_statistic_change (day) select distinct floor(date / 10000) from ticket')
  await countOwned(loader)
  // Turn off the limits, which would stop the measurement.
  await loader.run(`delete from setting where name = 'attempt-limit'`)
  await loader.run(`insert into setting (name, value) values ('attempt-limit', '0')`)
}

/** Replaces the rows that add up to the numbers of owned tickets, as a helpdesk does in the background. */
async function countOwned(loader: Loader): Promise<void> {
  await loader.run('delete from os_owned_count')
  await loader.run(`insert into os_owned_count (staff_id, assigned, closed)
    select owner_id, count(*), sum(closed) from ticket where owner_id is not null group by owner_id`)
}

const recordOf = (folder: string, engine: EngineName, size: Size) => join(folder, `${engine}-${size}.json`)

/** Returns the helpdesk of an engine and a size; makes it if there is none from an earlier run. */
export async function deskOf(folder: string, name: EngineName, size: Size): Promise<Desk> {
  const record = recordOf(folder, name, size)
  if (existsSync(record)) {
    const known = JSON.parse(readFileSync(record, 'utf8')) as Desk
    // An older version may have made it.
    await migrateDatabase(known.address)
    await tidy(known)
    return known
  }
  mkdirSync(folder, { recursive: true })
  const engine = engines[name]
  const address = await engine.create(folder, `os_bench_${size.toLowerCase()}`)
  const first = await start(address)
  const loader = await engine.load(address)
  await fill(loader, size)
  await loader.close()
  // What the product fills at its start, such as an index of texts.
  await migrateDatabase(address)
  const storage = await openStorage(address)
  await new OpenSupports({ storage, passwordCost: 4, log: noLog }).refreshStatistics()
  await storage.close()
  const desk: Desk = { engine: name, size, address, version: await engine.version(address), ...first }
  writeFileSync(record, JSON.stringify(desk))
  return desk
}

/** Removes what measurements wrote, so that the next ones find the same lists. */
export async function tidy({ engine, size, address }: Desk): Promise<void> {
  const loader = await engines[engine].load(address)
  const newer = `(select id from ticket where id > ${sizes[size].tickets})`
  for (const table of ['ticketevent', 'ticket_user', 'staff_ticket'])
    await loader.run(`delete from ${table} where ticket_id in ${newer}`)
  await loader.run(`delete from ticket where id > ${sizes[size].tickets}`)
  await loader.run(`delete from ticketevent where ticket_id = ${rows.changedTicket}`)
  await countOwned(loader)
  await loader.run('delete from os_outbox')
  await loader.run('delete from os_event')
  await loader.close()
}

/** Removes the helpdesk of an engine and a size. */
export async function dropDesk(folder: string, name: EngineName, size: Size): Promise<void> {
  const record = recordOf(folder, name, size)
  if (!existsSync(record)) return
  const { address } = JSON.parse(readFileSync(record, 'utf8')) as Desk
  await engines[name].drop(address)
  rmSync(record)
}

/** Has new tickets notify this many staff members. */
export async function notifyStaff({ engine, address }: Desk, count: number): Promise<void> {
  const loader = await engines[engine].load(address)
  await loader.run(`update staff set send_email_on_new_ticket = case when id <= ${count} then 1 else 0 end`)
  await loader.close()
}
