// Adopts a database of OpenSupports 4.11 with 100,000 tickets, and compares every ticket before and after.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { OpenSupports } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import { makeOldDatabase, oldDatabaseFacts } from '@opensupports/kysely/testing'
import { emptyMysql, emptyPostgres, runMysql } from '../databases.js'
import { measure } from './jobs.js'

const tickets = Number(process.env.BENCH_TICKETS ?? 100_000)
const events = 5
const users = 5000

/** Returns a hash of each ticket as staff see it. */
async function ticketsOf(address: string, isOld: boolean): Promise<string[]> {
  const storage = await openStorage(address, { migrate: !isOld })
  const helpdesk = new OpenSupports({ storage })
  const ada = helpdesk.actingAs({ staff: 1 })
  const hashes: string[] = []
  for (let id = 1; id <= tickets; id++) {
    const ticket = await helpdesk.ticket.get(ada, { ticketNumber: oldDatabaseFacts.ticketNumber(id) })
    hashes.push(createHash('sha256').update(JSON.stringify(ticket)).digest('base64'))
  }
  await storage.close()
  return hashes
}

export async function measureAdoption(folder: string): Promise<void> {
  const from = await emptyMysql()
  if (!from) return
  await makeOldDatabase(from, { tickets, events, users })
  console.log(`a database of 4.11: ${tickets} tickets, ${tickets * events} events, ${users} users`)
  // The tables of 4.11 have no index on the ticket number, so reading all tickets would take hours.
  await runMysql(from, 'create index bench_number on ticket (ticket_number)')
  const before = await ticketsOf(from, true)
  await runMysql(from, 'drop index bench_number on ticket')
  const compare = async (address: string) => {
    const after = await ticketsOf(address, false)
    const different = after.filter((hash, index) => hash !== before[index]).length
    console.log(`           ${after.length - different} tickets are equal, ${different} differ`)
  }
  for (const [name, to] of [
    ['PostgreSQL', await emptyPostgres()],
    ['SQLite', join(folder, 'adopted.db')],
  ] as const) {
    if (!to) continue
    await measure('adopt', [from, to], () => `into ${name}`)
    await compare(to)
  }
  await measure('adopt', [from], () => 'in place')
  await compare(from)
}
