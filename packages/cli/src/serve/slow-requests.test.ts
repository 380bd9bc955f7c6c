import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, it } from 'vitest'
import { slowBodies } from './slow-requests.js'

it('a body that trickles is cut off after 30 seconds, and a fast one is not', async () => {
  let now = 0
  const server = createServer()
  const check = slowBodies(server, () => now)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const send = async (bytes: number) => {
    const arriving = once(server, 'request') as Promise<[IncomingMessage]>
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n')
    const [request] = await arriving
    let received = 0
    const all = new Promise<void>((resolve) => {
      request.on('data', (data: Buffer) => {
        received += data.length
        if (received === bytes) resolve()
      })
    })
    request.on('error', () => {})
    socket.write('x'.repeat(bytes))
    await all
    return { socket, request }
  }
  const slow = await send(10)
  const fast = await send(100_000)
  now = 30_000
  check()
  expect(slow.request.socket.destroyed).toBe(false)
  const closed = once(slow.socket.resume(), 'close')
  now = 30_001
  check()
  await closed
  expect(fast.request.socket.destroyed).toBe(false)
  now = 120_000
  check()
  expect(fast.request.socket.destroyed).toBe(true)
  await new Promise((resolve) => server.close(resolve))
})
