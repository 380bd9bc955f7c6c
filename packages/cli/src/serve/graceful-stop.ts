import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Tracks the connections of a server.
 *
 * @returns a function that stops the server: it accepts no new connections, and running requests get `limitMs`
 * milliseconds to finish
 */
export function gracefulStop(server: Server): (limitMs: number) => Promise<void> {
  const open = new Set<Socket>()
  const busy = new Map<ServerResponse, Socket>()
  let stopping = false

  // Includes connections that never sent a request, such as browsers' preconnects: server.close() would wait for them.
  const closeIdle = () => {
    const used = new Set(busy.values())
    for (const socket of open) if (!used.has(socket)) socket.destroy()
  }
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.set(response, socket)
    if (stopping) response.setHeader('connection', 'close')
    response.once('close', () => {
      busy.delete(response)
      if (stopping) closeIdle()
    })
  })

  return (limitMs) =>
    new Promise((resolve) => {
      stopping = true
      const limit = setTimeout(() => server.closeAllConnections(), limitMs)
      server.close(() => {
        clearTimeout(limit)
        resolve()
      })
      for (const response of busy.keys()) {
        if (!response.headersSent) response.setHeader('connection', 'close')
      }
      closeIdle()
    })
}
