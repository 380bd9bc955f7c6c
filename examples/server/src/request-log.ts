import type { Server } from 'node:http'
import type { Log } from '@opensupports/core'

/** Logs each request when it is over. Queries are left out: they may hold tokens. */
export function logRequests(server: Server, log: Log): void {
  server.on('request', (request, response) => {
    const start = performance.now()
    response.once('close', () => {
      const [path] = (request.url ?? '').split('?')
      const ms = Math.round(performance.now() - start)
      const { method } = request
      if (response.writableFinished) log.info({ method, path, status: response.statusCode, ms }, 'answered')
      else log.info({ method, path, ms }, 'broken off')
    })
  })
}
