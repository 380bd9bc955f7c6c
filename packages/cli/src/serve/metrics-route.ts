import { createHash, timingSafeEqual } from 'node:crypto'
import type { Metrics } from './metrics.js'

/** Answers a request for the metrics, from its `Authorization` header. */
export type MetricsRoute = (
  authorization: string | undefined,
) => Promise<{ readonly status: number; readonly type: string; readonly body: string }>

/** Gives metrics to those who send the token. */
export function metricsRoute(metrics: Metrics, token: string): MetricsRoute {
  const expected = digest(`Bearer ${token}`)
  return async (authorization = '') => {
    const type = 'text/plain'
    if (!timingSafeEqual(digest(authorization), expected))
      return { status: 401, type, body: 'Send the token of METRICS_TOKEN: Authorization: Bearer <token>\n' }
    try {
      return { status: 200, type: metrics.contentType, body: await metrics.text() }
    } catch {
      return { status: 503, type, body: 'The database does not answer.\n' }
    }
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
