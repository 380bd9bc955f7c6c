import type { IncomingMessage, ServerResponse } from 'node:http'
import { guest, type OpenSupports } from '@opensupports/core'
import type { AccessEntry } from '@opensupports/server'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OpenSupports</title>
<style>body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>OpenSupports</h1>
<p>This is the server of a helpdesk. It has no pages of its own: programs talk to its API, which is at
<code>/api</code>. <a href="api/system/installation-done">Is it installed?</a> <a href="health">Is it well?</a></p>
</html>
`

const headers = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}

/** Everything that is not the API. */
export function ownRoutes(helpdesk: OpenSupports, log: (entry: Omit<AccessEntry, 'requestId'>) => void) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const start = performance.now()
    const { method = '' } = request
    // Without the query, which may hold anything.
    const [path = ''] = (request.url ?? '').split('?')
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` })
      response.end(method === 'HEAD' ? undefined : body)
      log({ method, path, status, durationMs: performance.now() - start })
    }
    const reads = method === 'GET' || method === 'HEAD'
    if (reads && path === '/') return send(200, 'text/html', page)
    if (reads && path === '/health') {
      try {
        const installed = await helpdesk.system.installationDone(guest)
        return send(200, 'application/json', JSON.stringify({ status: 'ok', installed }))
      } catch {
        // The helpdesk has logged what happened.
        return send(503, 'application/json', JSON.stringify({ status: 'failing' }))
      }
    }
    return send(404, 'text/plain', 'There is nothing here. The API is at /api\n')
  }
}
