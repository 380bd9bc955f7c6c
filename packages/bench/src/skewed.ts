// A helpdesk with the skew of real ones: few authors write most tickets, and one ticket has thousands of events.
import { OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely'
import { random } from './random.js'
import { openRaw } from './raw-database.js'

/** The number of tickets and events by size. */
export const sizes = {
  S: { tickets: 10_000, events: 100_000 },
  M: { tickets: 100_000, events: 1_000_000 },
  L: { tickets: 1_000_000, events: 10_000_000 },
} as const

export type Size = keyof typeof sizes

interface Session {
  readonly userId: string
  readonly token: string
}

/** The sessions and tickets of a measurement. */
export interface SkewedHelpdesk {
  /** Has level 3, and is in every department. */
  readonly admin: Session
  /** Wrote one ticket in a hundred. */
  readonly customer: Session
  /** A ticket of the customer with ten events. */
  readonly ticketNumber: number
  /** A ticket of the customer with 10,000 events. */
  readonly longTicketNumber: number
  readonly customerId: number
}

const staffCount = 500
const departmentCount = 60
const tagCount = 200
const longTicketEvents = 10_000
const password = 'correct horse'
const words = 'printer order invoice password delivery account refund browser error update'.split(' ')

/** Returns a text with a frequent word. One in a thousand has a rare word. */
function text(index: number, length: number): string {
  const some = Array.from({ length }, (_, place) => words[(index * 7 + place * 3) % words.length])
  return `${some.join(' ')} problem ${index % 1000 === 0 ? 'zeppelin' : index}`
}

/** Returns a time as stored in the tables: the number YYYYMMDDHHmm. */
function minute(date: Date): number {
  return Number(date.toISOString().replace(/\D/g, '').slice(0, 12))
}

/** Fills an SQLite file that has all migrations. Writes the rows directly to its tables. */
export async function makeSkewed(file: string, size: Size): Promise<SkewedHelpdesk> {
  const storage = await sqlite(file)
  const helpdesk = new OpenSupports({ storage, passwordCost: 4 })
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@bench.example', password } })
  const customer = { name: 'Jane', email: 'jane@bench.example', password }
  await helpdesk.user.signup({}, customer)
  const jane = await helpdesk.user.login({}, { email: customer.email, password })
  const ada = await helpdesk.user.login({}, { email: 'ada@bench.example', password, staff: true })
  const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'The first', content: text(1, 40) })
  const { ticketNumber: longTicketNumber } = await helpdesk.ticket.create(jane, {
    title: 'The long one',
    content: text(2, 40),
  })
  await helpdesk.ticket.comment(ada, { ticketNumber, content: text(1, 20) })
  for (const title of ['t1', 't2']) await helpdesk.ticket.createTag(ada, { name: title, color: '#000000' })
  await storage.close()
  fill(file, size)
  const session = (of: { userId: string | number; token: string }): Session => ({
    userId: String(of.userId),
    token: of.token,
  })
  return {
    admin: session(ada),
    customer: session(jane),
    ticketNumber,
    longTicketNumber,
    customerId: Number(jane.userId),
  }
}

type Row = Record<string, unknown>

function fill(file: string, size: Size): void {
  const { tickets, events } = sizes[size]
  const authors = Math.max(100, Math.floor(tickets / 10))
  const next = random(42)
  const db = openRaw(file)
  db.pragma('synchronous = OFF')
  const first = (sql: string) => db.prepare(sql).get() as Row
  const insertion = (table: string, row: Row) => {
    const names = Object.keys(row).filter((name) => name !== 'id')
    const columns = names.map((name) => `"${name}"`).join(', ')
    return db.prepare(
      `insert into "${table}" (${columns}) values (${names.map((name) => `@${name}`).join(', ')})`,
    )
  }
  db.transaction(() => {
    const user = first('select * from user where id = 1')
    const staff = first('select * from staff where id = 1')
    const department = first('select * from department where id = 1')
    const tag = first('select * from tag where id = 1')
    const addUser = insertion('user', user)
    const addStaff = insertion('staff', staff)
    const addDepartment = insertion('department', department)
    const addTag = insertion('tag', tag)
    const addMembership = db.prepare('insert into department_staff (department_id, staff_id) values (?, ?)')
    for (let index = 2; index <= authors; index++)
      addUser.run({ ...user, name: `Author ${index}`, email: `author${index}@bench.example`, tickets: 1 })
    for (let index = 2; index <= departmentCount; index++) {
      const id = addDepartment.run({ ...department, name: `Department ${index}` }).lastInsertRowid
      addMembership.run(id, 1)
    }
    for (let index = 2; index <= staffCount; index++) {
      const email = `staff${index}@bench.example`
      const level = (index % 3) + 1
      const id = addStaff.run({ ...staff, name: `Staff ${index}`, email, level, send_email_on_new_ticket: 0 })
      addMembership.run((index % departmentCount) + 1, id.lastInsertRowid)
    }
    for (let index = 3; index <= tagCount; index++) addTag.run({ ...tag, name: `tag ${index}` })

    const ticket = first('select * from ticket order by id limit 1')
    const comment = first(`select * from ticketevent where type = 'COMMENT' limit 1`)
    const addTicket = insertion('ticket', ticket)
    const addEvent = insertion('ticketevent', comment)
    const addTicketTag = db.prepare('insert into tag_ticket (tag_id, ticket_id) values (?, ?)')
    const start = Date.UTC(2021, 0, 1)
    const step = (Date.UTC(2026, 0, 1) - start) / tickets
    const others = Math.floor((events - longTicketEvents) / tickets)
    for (let index = 3; index <= tickets; index++) {
      const date = minute(new Date(start + index * step))
      const closed = next() < 0.8 ? 1 : 0
      // The first author writes one ticket in a hundred, the others follow Zipf's law.
      const author = next() < 0.01 ? 1 : 2 + Math.floor((authors - 1) ** next() - 1)
      const owner = next() < 0.7 ? 1 + Math.floor(next() * staffCount) : null
      const { lastInsertRowid: id } = addTicket.run({
        ...ticket,
        title: text(index, 5),
        content: text(index, 40),
        ticket_number: 1_000_000 + index,
        author_id: author,
        owner_id: owner,
        department_id: 1 + Math.floor(departmentCount ** next() - 1),
        date,
        closed,
        unread_staff: closed ? 0 : 1,
      })
      addTicketTag.run(1 + Math.floor(next() * (tagCount - 1)), id)
      for (let place = 0; place < others; place++)
        addEvent.run({ ...comment, ticket_id: id, date, content: text(index + place, 20) })
    }
    for (let place = 0; place < longTicketEvents; place++)
      addEvent.run({ ...comment, ticket_id: 2, content: text(place, 20) })
  })()
  db.close()
}
