import { setTimeout as wait } from 'node:timers/promises'
import { random } from '../random.js'
import { lost } from './check.js'
import { installDesk } from './desk.js'
import { nothingYet, work } from './load.js'
import { serve } from './server.js'

/**
 * Kills the server with -9 at a random moment under load, again and again.
 *
 * @returns what went wrong: every acknowledged change must be there after each start
 */
export async function killed(database: string, folder: string, rounds: number): Promise<string[]> {
  const desk = await installDesk(database, 8)
  const known = nothingYet()
  const next = random(7)
  const env = { DATABASE_URL: database, DATA_DIR: folder }
  for (let round = 0; round < rounds; round++) {
    const server = await serve(env)
    const works = desk.customers.map((customer, index) =>
      work(server.url, { customer, staff: desk.staff }, round * 100 + index, known, () => false),
    )
    await wait(300 + next() * 2000)
    await server.kill()
    await Promise.all(works)
  }
  const server = await serve(env)
  const faults = await lost(server.url, desk.staff, known)
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  if (known.tickets.length === 0) faults.push('nothing was acknowledged')
  console.log(`  ${rounds} kills, ${known.requests} requests, ${known.tickets.length} tickets acknowledged`)
  return faults
}
