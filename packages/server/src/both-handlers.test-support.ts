import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OpenSupports } from '@opensupports/core'
import { checkedFetch } from './checking/every-answer.test-support.js'
import { fetchHandler, type HandlerOptions, type HostSession, nodeHandler } from './index.js'

/** Sends a request to a helpdesk and waits for the answer. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>

/** The options of both handlers. */
export interface BothOptions extends HandlerOptions {
  session?(request: IncomingMessage | Request): HostSession | Promise<HostSession>
}

export interface Host {
  readonly name: string
  /** Serves a helpdesk on a host while the work runs. */
  serve<T>(helpdesk: OpenSupports, options: BothOptions, work: (send: Send) => Promise<T>): Promise<T>
}

/** The two handlers. Every test of the API runs against both. */
export const hosts: readonly Host[] = [
  {
    name: 'nodeHandler',
    async serve(helpdesk, options, work) {
      // On a slow machine, the server would close idle connections while a request is on its way.
      const server = createServer({ keepAliveTimeout: 0 }, nodeHandler(helpdesk, options))
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
      const { port } = server.address() as AddressInfo
      try {
        return await work((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init))
      } finally {
        server.closeAllConnections()
        server.close()
      }
    },
  },
  {
    name: 'fetchHandler',
    serve(helpdesk, options, work) {
      const handle = fetchHandler(helpdesk, options)
      return work((path, init) => checkedFetch(handle, new Request(`http://helpdesk.example${path}`, init)))
    },
  },
]

/** A request with a form. */
export const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})

/** A request with JSON. */
export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** A request with a multipart form. */
export function multipart(fields: Record<string, string | File>): RequestInit {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return { method: 'POST', body }
}

/** The two fields that identify the caller. */
export const signed = (session: { userId?: string | number | undefined; token?: string | undefined }) => ({
  csrf_userid: String(session.userId),
  csrf_token: session.token ?? '',
})

/** Returns `data` of an answer in the envelope. */
export const dataOf = async (response: Response) => ((await response.json()) as { data: unknown }).data
