import { lost } from './check.js'
import { Client } from './client.js'
import { installDesk } from './desk.js'
import { nothingYet, work } from './load.js'
import { proxyTo } from './proxy.js'
import { serve } from './server.js'

const outage = (status: number, code: string) =>
  status === 503 && (code === 'DATABASE_UNAVAILABLE' || code === 'DATABASE_BUSY')

/** Cuts the connections to the database under load, and lets it hang. The server must answer, and recover by itself. */
export async function cutOff(database: string, folder: string, rounds: number): Promise<string[]> {
  const { staff, customers } = await installDesk(database, 4)
  const address = new URL(database)
  const proxy = await proxyTo(address.hostname, Number(address.port))
  address.port = String(proxy.port)
  const server = await serve({ DATABASE_URL: address.href, DATA_DIR: folder })
  const faults: string[] = []
  const known = nothingYet()
  const client = new Client(server.url)
  for (let round = 0; round < rounds; round++) {
    let isOver = false
    const works = customers.map((customer, index) =>
      work(server.url, { customer, staff }, round * 100 + index, known, () => isOver),
    )
    for (let request = 0; request < 20; request++) await client.ask('/staff/get', {}, staff)
    proxy.cut()
    const repeated = await client.ask('/staff/get', {}, staff)
    if (repeated.status !== 200 && !outage(repeated.status, repeated.code))
      faults.push(`after a cut: ${repeated.status} ${repeated.code}`)
    isOver = true
    await Promise.all(works)
  }
  proxy.hang()
  const hanging = await client.ask('/staff/get', {}, staff)
  if (!outage(hanging.status, hanging.code)) faults.push(`while it hangs: ${hanging.status} ${hanging.code}`)
  const health = await client.send('GET', '/health')
  if (health.status !== 503) faults.push(`/health while it hangs: ${health.status}`)
  proxy.repair()
  let recovered = await client.ask('/staff/get', {}, staff)
  for (let attempt = 0; recovered.status !== 200 && attempt < 20; attempt++)
    recovered = await client.ask('/staff/get', {}, staff)
  if (recovered.status !== 200) faults.push(`afterwards: ${recovered.status} ${recovered.code}`)
  faults.push(...(await lost(server.url, staff, known)))
  for (const code of known.refusals.keys())
    if (!outage(503, code) && code !== 'TOO_MANY_REQUESTS') faults.push(`a refusal with ${code}`)
  client.close()
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  proxy.close()
  console.log(`  ${rounds} cuts, ${known.requests} requests, ${known.tickets.length} tickets acknowledged`)
  return faults
}
