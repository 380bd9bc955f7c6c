import { type Storage, sameText } from '@opensupports/core'
import type { AccessEntry } from '@opensupports/server'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Metrics of a server, for Prometheus. */
export interface Metrics {
  /** Counts a request. */
  observe(entry: Pick<AccessEntry, 'method' | 'path' | 'status' | 'code' | 'durationMs'>): void
  /** Answers a request for the metrics, in the text format of Prometheus. Its `Authorization` header must have the token. */
  answer(authorization: string | undefined): Promise<MetricsAnswer>
}

/** An answer to a request for the metrics. */
export interface MetricsAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/**
 * Collects metrics: those of the process, such as memory and the delay of the event loop, requests by path and code, the
 * use of the database's pool (0 without one), and the mails that wait.
 *
 * @param paths the paths with a series of their own; all others share one, so that strangers cannot add series
 * @param token what a request must show as `Bearer <token>`
 */
export function startMetrics(storage: Storage, paths: ReadonlySet<string>, token: string): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'opensupports_request_duration_seconds',
    help: 'Requests by path, status and error code.',
    labelNames: ['path', 'status', 'code'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  const waiting = gauge('opensupports_outbox_waiting', 'Mails to deliver, at most 10,000.')
  const late = gauge('opensupports_outbox_late_seconds', 'How long the mail that is due first is late.')
  const dead = gauge(
    'opensupports_outbox_dead_letters',
    'Mails that nobody delivers any more, at most 10,000.',
  )
  const inUse = gauge(
    'opensupports_database_connections_in_use',
    'Connections to the database that calls use.',
  )
  const most = gauge('opensupports_database_connections_limit', 'The most connections to the database.')
  const queued = gauge('opensupports_database_waiting', 'Calls that wait for a connection to the database.')
  const text = async () => {
    const use = storage.connectionUse?.()
    inUse.set(use?.inUse ?? 0)
    most.set(use?.limit ?? 0)
    queued.set(use?.waiting ?? 0)
    const backlog = await storage.outbox.backlog()
    waiting.set(backlog.waiting)
    dead.set(backlog.deadLetters)
    late.set(backlog.firstDueAt ? Math.max(0, (Date.now() - backlog.firstDueAt.getTime()) / 1000) : 0)
    return registry.metrics()
  }
  return {
    observe({ path, status, code = '', durationMs }) {
      const known = paths.has(path) ? path : 'other'
      requests.observe({ path: known, status: String(status), code }, durationMs / 1000)
    },
    async answer(authorization = '') {
      const type = 'text/plain'
      if (!sameText(authorization, `Bearer ${token}`))
        return { status: 401, type, body: 'Send the token of METRICS_TOKEN: Authorization: Bearer <token>\n' }
      try {
        return { status: 200, type: registry.contentType, body: await text() }
      } catch {
        return { status: 503, type, body: 'The database does not answer.\n' }
      }
    },
  }
}
