import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from './client.js'
import { installDesk } from './desk.js'
import { serve } from './server.js'

function socketTo(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  return socket
}

/**
 * Opens idle connections, and slow ones that send their request byte by byte. Meanwhile, another client calls the API
 * and must be answered.
 */
export async function crowded(
  database: string,
  folder: string,
  idle: number,
  slow: number,
): Promise<string[]> {
  const { staff } = await installDesk(database, 0)
  const server = await serve({ DATABASE_URL: database, DATA_DIR: folder })
  const faults: string[] = []
  const sockets = Array.from({ length: idle + slow }, () => socketTo(server.url))
  const head = 'POST /api/system/get-settings HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n'
  const slowOnes = sockets.slice(idle)
  for (let byte = 0; byte < 20; byte++) {
    for (const socket of slowOnes) socket.write(head[byte] ?? 'x')
    await wait(20)
  }
  const client = new Client(server.url)
  for (let request = 0; request < 50; request++) {
    const { status, code } = await client.ask('/staff/get', {}, staff)
    if (status !== 200) faults.push(`a request beside the crowd: ${status} ${code}`)
  }
  const health = await client.send('GET', '/health')
  if (health.status !== 200) faults.push(`/health: ${health.status}`)
  client.close()
  for (const socket of sockets) socket.destroy()
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  return faults
}

/** Sends many requests at once. Each must be answered, or refused with 503 and Retry-After. */
export async function overloaded(database: string, folder: string, connections: number): Promise<string[]> {
  const { staff } = await installDesk(database, 0)
  const env = { DATABASE_URL: database, DATA_DIR: folder, MAX_CALLS: '5', PASSWORD_COST: '10' }
  const server = await serve(env)
  const faults: string[] = []
  const counts = { answered: 0, refused: 0 }
  const clients = Array.from({ length: connections }, () => new Client(server.url))
  await Promise.all(
    clients.map(async (client, index) => {
      for (let request = 0; request < 5; request++) {
        // Hashing its password takes a sign-up long enough for others to come meanwhile.
        const person = { name: 'Jo', email: `jo${index}.${request}@fault.example`, password: 'correct horse' }
        const { status, code, retryAfter } = await client.ask('/user/signup', person)
        if (status === 200 || status === 429) counts.answered++
        else if (status === 503 && code === 'SERVER_BUSY' && retryAfter) counts.refused++
        else faults.push(`under load: ${status} ${code}`)
      }
    }),
  )
  if (counts.refused === 0) faults.push('nothing was refused')
  const [client] = clients
  const after = await client?.ask('/staff/get', {}, staff)
  if (after?.status !== 200) faults.push(`after the load: ${after?.status} ${after?.code}`)
  for (const each of clients) each.close()
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  console.log(`  ${connections} connections: ${counts.answered} answered, ${counts.refused} refused`)
  return faults
}
