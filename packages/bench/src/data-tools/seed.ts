import { OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely/sqlite'
import { openSqlite } from '../desks/index.js'

export const tickets = 20_000
export const commentsPerTicket = 5

interface Session {
  readonly userId: number
  readonly token: string
}

/** The sessions used by the benchmark. */
export interface Callers {
  readonly customer: Session
  readonly staff: Session
  /** A ticket of the customer, with five comments. */
  readonly ticketNumber: number
}

const words = 'printer order invoice password delivery account refund browser error update'.split(' ')
const password = 'correct horse'

/** Returns a text that differs from row to row. One in a thousand has a rare word. */
function text(seed: number, length: number): string {
  const some = Array.from({ length }, (_, index) => words[(seed * 7 + index * 3) % words.length])
  return `${some.join(' ')} ${seed % 1000 === 0 ? 'zeppelin' : seed}`
}

/**
 * Creates a helpdesk in a file with 20,000 tickets, or `count`, and five times as many comments. Writes the rows
 * directly to the tables, because only reading and adding tickets is measured.
 */
export async function seed(file: string, count = tickets): Promise<Callers> {
  const storage = await sqlite(file)
  const helpdesk = new OpenSupports({ storage, passwordCost: 4 })
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@bench.example', password } })
  for (let index = 1; index <= 100; index++) {
    const person = { name: `Customer ${index}`, email: `customer${index}@bench.example`, password }
    await helpdesk.user.signup({}, person)
  }
  const customer = await helpdesk.user.login({}, { email: 'customer1@bench.example', password })
  const staff = await helpdesk.user.login({}, { email: 'ada@bench.example', password, staff: true })
  const first = await helpdesk.ticket.create(customer, { title: 'The first', content: text(1, 40) })
  for (let index = 0; index < commentsPerTicket; index++) {
    await helpdesk.ticket.comment(index % 2 ? staff : customer, { ...first, content: text(index, 20) })
  }
  await storage.close()
  fill(file, count)
  const session = ({ userId, token }: Session): Session => ({ userId, token })
  return { customer: session(customer), staff: session(staff), ticketNumber: first.ticketNumber }
}

/** Adds the other tickets as copies of the first, with their own texts, numbers and authors. */
function fill(file: string, count: number) {
  const db = openSqlite(file)
  const ticket = db.prepare('select * from ticket').get() as Record<string, unknown>
  const events = db.prepare('select * from ticketevent order by id').all() as Record<string, unknown>[]
  const insertion = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row).filter((name) => name !== 'id')
    const columns = names.map((name) => `"${name}"`).join(', ')
    return db.prepare(
      `insert into ${table} (${columns}) values (${names.map((name) => `@${name}`).join(', ')})`,
    )
  }
  const addTicket = insertion('ticket', ticket)
  const addEvent = insertion('ticketevent', events[0] ?? {})
  const addAuthor = db.prepare('insert into ticket_user (ticket_id, user_id) values (?, ?)')
  db.transaction(() => {
    for (let index = 1; index < count; index++) {
      const author = (index % 100) + 1
      const ticketId = addTicket.run({
        ...ticket,
        title: text(index, 5),
        content: text(index, 40),
        ticket_number: 1_000_000 + index,
        author_id: author,
        closed: index % 3 === 0 ? 1 : 0,
      }).lastInsertRowid
      addAuthor.run(ticketId, author)
      for (const [place, event] of events.entries()) {
        addEvent.run({ ...event, ticket_id: ticketId, content: text(index + place, 20) })
      }
    }
  })()
  db.exec('analyze')
  db.close()
}
