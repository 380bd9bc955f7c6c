/**
 * Checks every answer of a helpdesk that a test fetches against the OpenAPI document of its wire. Loaded for each test
 * file, so that no test can forget it; `checkedFetch` does the same for handlers that are called without a socket.
 *
 * @module
 */
import { afterEach, expect } from 'vitest'

const problems: string[] = []

/** Fetches by the given function, and notes what is wrong with the answer. */
export async function checkedFetch(
  send: (request: Request) => Promise<Response>,
  request: Request,
): Promise<Response> {
  const response = await send(request)
  const { pathname } = new URL(request.url)
  if (!/\/(?:\w+\/[\w-]+|events)$/.test(pathname)) return response
  const { problemOf, wireOf } = await import('./document.test-support.js')
  const { method, headers } = request
  const contentType = response.headers.get('content-type') ?? ''
  const problem = problemOf({
    method,
    path: pathname,
    wire: wireOf(method, headers.get('content-type') ?? '', headers.get('accept') ?? ''),
    status: response.status,
    contentType,
    body: contentType.startsWith('application/json') ? await jsonOf(response) : undefined,
  })
  if (problem !== undefined) problems.push(problem)
  return response
}

/** Returns the JSON of an answer, and leaves the answer unread; undefined if it breaks off. */
const jsonOf = async (response: Response): Promise<unknown> =>
  response
    .clone()
    .json()
    .catch(() => undefined)

const plainFetch = globalThis.fetch
const marked = plainFetch as typeof fetch & { checksAnswers?: true }

if (!marked.checksAnswers) {
  const fetching: typeof fetch & { checksAnswers?: true } = async (input, init) => {
    const url = typeof input === 'string' || input instanceof URL ? String(input) : input.url
    const isLocal = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url)
    if (!isLocal) return plainFetch(input, init)
    const { body: _, ...described } = init ?? {}
    const isForm = init?.body instanceof URLSearchParams
    const isMultipart = init?.body instanceof FormData
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}))
    if (isForm) headers.set('content-type', 'application/x-www-form-urlencoded')
    if (isMultipart) headers.set('content-type', 'multipart/form-data')
    return checkedFetch(
      () => plainFetch(input, init),
      new Request(url, { method: described.method ?? 'GET', headers }),
    )
  }
  fetching.checksAnswers = true
  globalThis.fetch = fetching
}

afterEach(() => {
  const found = problems.splice(0)
  expect(found, 'answers that differ from the OpenAPI document').toEqual([])
})
