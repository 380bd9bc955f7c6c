import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AccessEntry, safetyHeaders } from '@opensupports/server'
import { version } from '../version.js'
import type { healthCheck } from './health.js'
import type { Metrics } from './metrics.js'
import { sendWebAnswer, type WebApp } from './web-app.js'

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OpenSupports</title>
<style>
:root { color-scheme: light dark }
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
</style>
<h1>OpenSupports</h1>
<p>This is the server of a helpdesk. <a href="check-ticket">See a ticket</a>, or
<a href="recover-password">choose a new password</a>.</p>
<p>The API for programs is at <code>api</code>. <a href="health">Check the status</a>.</p>
</html>
`

const headers = {
  ...safetyHeaders,
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}

const about = { name: 'OpenSupports', version, api: 'api', health: 'health' }
const unknown = {
  status: 'fail',
  message: 'NOT_FOUND',
  data: null,
  detail: 'This path does not exist. The API is at /api.',
}

/** What the server has beside the API and its pages. */
export interface OwnRoutes {
  readonly checkHealth: ReturnType<typeof healthCheck>
  readonly log: (entry: Omit<AccessEntry, 'requestId'>) => void
  readonly metrics?: Metrics['answer'] | undefined
  /** Without it, `/` is a page with a few links. */
  readonly app?: WebApp | undefined
  /** Aborted when the server stops. */
  readonly signal: AbortSignal
}

/** Handles all paths that are neither the API nor its pages. */
export function ownRoutes({ checkHealth, log, metrics, app, signal }: OwnRoutes) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const start = performance.now()
    const { method = '' } = request
    const [path = ''] = (request.url ?? '').split('?')
    const logAnswer = (status: number) =>
      log({ method, path: pathForLog(path), status, durationMs: performance.now() - start })
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        ...headers,
        'content-type': type.includes(';') ? type : `${type}; charset=utf-8`,
      })
      response.end(method === 'HEAD' ? undefined : body)
      logAnswer(status)
    }
    const sendJson = (status: number, body: object) => send(status, 'application/json', JSON.stringify(body))
    const reads = method === 'GET' || method === 'HEAD'
    if (reads && path === '/' && wantsJson(request)) return sendJson(200, about)
    if (reads && path === '/' && !app) return send(200, 'text/html', page)
    if (reads && path === '/health') {
      const installed = await checkHealth()
      if (installed !== undefined) return sendJson(200, { status: 'ok', installed })
      response.setHeader('retry-after', '5')
      return sendJson(503, { status: 'failing' })
    }
    if (reads && path === '/ready') {
      const installed = signal.aborted ? undefined : await checkHealth()
      return installed === undefined
        ? sendJson(503, { status: 'not ready' })
        : sendJson(200, { status: 'ready' })
    }
    if (reads && path === '/metrics' && metrics !== undefined) {
      const { status, type, body } = await metrics(request.headers.authorization)
      return send(status, type, body)
    }
    if (wantsJson(request)) return sendJson(404, unknown)
    const answer = reads ? app?.(path, request.headers.origin) : undefined
    if (answer) {
      sendWebAnswer(answer, request, response)
      return logAnswer(200)
    }
    return send(404, 'text/plain', 'This path does not exist. The API is at /api\n')
  }
}

/**
 * Returns a path as the log has it: without the query, and of pages only the name, since links in mails hold tokens and
 * addresses.
 */
function pathForLog(path: string): string {
  if (path.startsWith('/assets/')) return path
  const [, name = '', ...parts] = path.split('/')
  return `/${[name, ...parts.map(() => '…')].join('/')}`
}

/** Returns whether a program sent the request, not a browser: it sends JSON or asks for it. */
function wantsJson({ headers: { accept = '', 'content-type': type = '' } }: IncomingMessage): boolean {
  return (
    /^application\/json\b/i.test(type) ||
    (accept.includes('application/json') && !accept.includes('text/html'))
  )
}
