import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy before a server, whose connections can be cut or left hanging. */
export interface Proxy {
  readonly port: number
  /** How many connections there are, how many there have been, and how many are waiting for an answer in vain. */
  counts(): { readonly open: number; readonly all: number; readonly hanging: number }
  /** Closes all connections. */
  cut(): void
  /** From now on, swallows what clients send. The server still greets new ones. */
  hang(): void
  /** Ends that, and closes all connections: what was swallowed cannot be repaired. */
  repair(): void
  close(): void
}

export async function proxyTo(host: string, port: number): Promise<Proxy> {
  const clients = new Set<Socket>()
  const hanging = new Set<Socket>()
  let all = 0
  let hangs = false
  const server = createServer((client) => {
    all++
    clients.add(client)
    const target = connect(port, host)
    client.on('data', (bytes) => {
      if (hangs) hanging.add(client)
      else target.write(bytes)
    })
    target.on('data', (bytes) => client.write(bytes))
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
    client.on('close', () => {
      clients.delete(client)
      hanging.delete(client)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const client of clients) client.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ open: clients.size, all, hanging: hanging.size }),
    cut,
    hang() {
      hangs = true
    },
    repair() {
      hangs = false
      cut()
    },
    close() {
      cut()
      server.close()
    },
  }
}
