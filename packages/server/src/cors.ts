import type { Answer } from './answer.js'

/** The other origins whose scripts may call. */
export interface Cors {
  /** Returns whether the request is a CORS preflight that should be answered. */
  isPreflight(method: string, origin: string | undefined): boolean
  preflight(): Answer
  /** Adds the CORS headers for an allowed origin, and `Vary` for caches. */
  allow(answer: Answer, origin: string | undefined): void
}

export function corsFor(allowed: readonly string[] = [], credentials = false): Cors {
  const origins = new Set(allowed)
  return {
    isPreflight: (method, origin) => method === 'OPTIONS' && origin !== undefined && origins.has(origin),
    preflight: () => ({
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers':
          'content-type, authorization, idempotency-key, last-event-id, x-request-id',
        'access-control-max-age': '600',
      },
      body: '',
    }),
    allow(answer, origin) {
      if (origins.size === 0) return
      answer.headers.vary = 'Origin'
      if (!origin || !origins.has(origin)) return
      answer.headers['access-control-allow-origin'] = origin
      answer.headers['access-control-expose-headers'] = 'content-disposition, retry-after, x-request-id'
      if (credentials) answer.headers['access-control-allow-credentials'] = 'true'
    },
  }
}
