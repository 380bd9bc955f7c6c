import type { IncomingMessage, Server, ServerOptions } from 'node:http'

/** Limits of `node:http`: 15 seconds for the headers of a request, and 20 minutes for all of it. */
export const requestLimits = {
  headersTimeout: 15_000,
  requestTimeout: 1_200_000,
  connectionsCheckingInterval: 5000,
} satisfies ServerOptions

/** The least average speed of a body, in bytes per second. */
const slowest = 1024
/** How long a body may be slower, in milliseconds. */
const allowance = 30_000

/**
 * Tracks the bodies that a server receives.
 *
 * @returns a function that closes the connections of bodies that arrived at less than 1 KiB per second on average
 * during more than 30 seconds
 */
export function slowBodies(server: Server, now: () => number): () => void {
  const receiving = new Map<IncomingMessage, { readonly since: number; readonly bytes: number }>()
  server.on('request', (request: IncomingMessage) => {
    if (request.complete) return
    receiving.set(request, { since: now(), bytes: request.socket.bytesRead })
    for (const end of ['end', 'close']) request.once(end, () => receiving.delete(request))
  })
  return () => {
    for (const [request, { since, bytes }] of receiving) {
      const took = now() - since
      const received = request.socket.bytesRead - bytes
      if (request.complete) receiving.delete(request)
      else if (took > allowance && received < (took / 1000) * slowest) request.socket.destroy()
    }
  }
}
