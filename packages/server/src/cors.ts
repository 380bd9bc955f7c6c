import type { Answer } from './answer.js'

/** Which other origins browsers let call. */
export interface Cors {
  /** Whether it is the question of a browser about a call to come, and one to answer. */
  isPreflight(method: string, origin: string | undefined): boolean
  preflight(): Answer
  /** Tells the browser, and caches on the way, for whom the answer is. */
  allow(answer: Answer, origin: string | undefined): void
}

export function corsFor(allowed: readonly string[] = []): Cors {
  const origins = new Set(allowed)
  return {
    isPreflight: (method, origin) => method === 'OPTIONS' && origin !== undefined && origins.has(origin),
    preflight: () => ({
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type, authorization, x-request-id',
        'access-control-max-age': '600',
      },
      body: '',
    }),
    allow(answer, origin) {
      if (origins.size === 0) return
      answer.headers.vary = 'Origin'
      if (origin && origins.has(origin)) answer.headers['access-control-allow-origin'] = origin
    },
  }
}
