// The skew of real helpdesks: few authors write most tickets, and few departments get most of them.
import { random } from '../random.js'

export const staffCount = 500
export const departmentCount = 60
export const tagCount = 200
/** The number of events of the ticket with the most of them. */
export const longTicketEvents = 10_000
/** How many staff members the first department has: those that new tickets may notify. */
export const firstDepartmentStaff = 50

const words = 'printer order invoice password delivery account refund browser error update'.split(' ')

/** The words that texts begin with, by length and last digit of the index: there are no others. */
const beginnings = new Map<string, string>()

function beginningOf(index: number, length: number): string {
  const key = `${length} ${index % words.length}`
  const known = beginnings.get(key)
  if (known !== undefined) return known
  const some = Array.from({ length }, (_, place) => words[(index * 7 + place * 3) % words.length])
  const made = some.join(' ')
  beginnings.set(key, made)
  return made
}

/** Returns a text with a frequent word. One in a thousand has a rare word. */
export const text = (index: number, length: number): string =>
  `${beginningOf(index, length)} problem ${index % 1000 === 0 ? 'zeppelin' : index}`

/** Returns a time as stored in the tables: the number YYYYMMDDHHmm. */
function minute(time: number): number {
  return Number(new Date(time).toISOString().replace(/\D/g, '').slice(0, 12))
}

/** What the rows of one ticket have in common. */
export interface TicketFacts {
  readonly id: number
  readonly number: number
  readonly date: number
  readonly closedAt: number | null
  readonly authorId: number
  readonly ownerId: number | null
  readonly departmentId: number
  readonly tagId: number
}

const start = Date.UTC(2021, 0, 1)
const end = Date.UTC(2026, 0, 1)

export const authorsOf = (tickets: number): number => Math.max(100, Math.floor(tickets / 10))

/** Returns the facts of a ticket; the same ones each time. */
export function factsOf(id: number, tickets: number): TicketFacts {
  const next = random(id * 7919)
  const opened = start + ((end - start) / tickets) * id
  const authors = authorsOf(tickets)
  return {
    id,
    number: 1_000_000 + id,
    date: minute(opened),
    closedAt: next() < 0.8 ? minute(opened + next() * 10 * 86_400_000) : null,
    // The first author writes one ticket in a hundred, the others follow Zipf's law.
    authorId: next() < 0.01 ? 1 : 2 + Math.floor((authors - 1) ** next() - 1),
    ownerId: next() < 0.7 ? 1 + Math.floor(next() * staffCount) : null,
    departmentId: 1 + Math.floor(departmentCount ** next() - 1),
    tagId: 1 + Math.floor(next() * tagCount),
  }
}
