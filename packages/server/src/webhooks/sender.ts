import { lookup } from 'node:dns/promises'
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '@opensupports/core'
import { checkAddress, publicLookup, type Resolve } from './addresses.js'

/** How webhooks are sent. */
export interface WebhookSenderOptions {
  /**
   * Host names and addresses that webhooks may reach although they are in a private network, as the URLs write them:
   * `['localhost', '10.1.2.3']`. Staff of level 3 can then make the server send requests there. Default: none.
   */
  readonly allowPrivate?: readonly string[]
  /** How long a receiver may take to answer, in milliseconds; at most 60,000. Default 15,000. */
  readonly timeout?: number
  /** Returns all addresses of a host name. Default: the system's resolver. */
  readonly resolve?: Resolve
}

/** The most bytes of an answer that are read. The answer is not needed, but some receivers fail if nobody reads it. */
const readAtMost = 65_536

/**
 * Returns a sender of webhooks over HTTP, for `helpdesk.deliverWebhooks`. It connects to public addresses only, follows
 * no redirects, uses no proxy, and reads the status, `Retry-After` and at most 64 KiB of an answer.
 */
export function webhookSender({
  allowPrivate = [],
  timeout = 15_000,
  resolve = (host) => lookup(host, { all: true }),
}: WebhookSenderOptions = {}): WebhookSender {
  const allowed = new Set(allowPrivate.map((host) => hostOf(host.toLowerCase())))
  return {
    async send(request, { signal } = {}) {
      const url = new URL(request.url)
      const host = hostOf(url.hostname)
      const isAllowed = allowed.has(host)
      if (!isAllowed) checkAddress(host)
      const late = AbortSignal.timeout(timeout)
      const sending = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
        method: 'POST',
        headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
        // A connection of its own: one that is kept would belong to an address of an earlier lookup.
        agent: false,
        lookup: publicLookup(resolve, isAllowed),
        signal: signal ? AbortSignal.any([signal, late]) : late,
      })
      try {
        return await answerOf(sending, request)
      } catch (error) {
        if (late.aborted)
          throw new Error(`the receiver did not answer within ${timeout} ms`, { cause: error })
        throw new Error(reasonOf(error), { cause: error })
      }
    },
  }
}

/** Returns a host name without the brackets of an IPv6 address. */
const hostOf = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** Sends the request, and returns what counts of its answer. */
const answerOf = (sending: ClientRequest, { body }: WebhookRequest): Promise<WebhookAnswer> =>
  new Promise((resolve, reject) => {
    let hasAnswer = false
    sending.on('error', (error) => {
      if (!hasAnswer) reject(error)
    })
    sending.on('response', (response) => {
      hasAnswer = true
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > readAtMost) response.destroy()
      })
      // The status counts, even if the rest of the answer does not come.
      response.on('error', () => {})
      response.on('close', () => resolve(outlineOf(response)))
    })
    // Without this listener, a 101 is neither an answer nor an error, and the promise never settles.
    sending.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(outlineOf(response))
    })
    sending.end(body)
  })

const outlineOf = ({ statusCode = 0, headers }: IncomingMessage): WebhookAnswer => ({
  status: statusCode,
  retryAfter: headers['retry-after'],
})

/** Returns why a connection failed. With several addresses, Node's error has no text but a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
