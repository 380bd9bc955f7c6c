import type { TextStore } from './session.js'

/** A function like the global `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** How a client reaches its helpdesk. */
export interface ClientOptions {
  /** The address of the API, such as `https://example.com/api`. In browsers, `/api` is enough. */
  readonly url: string
  /**
   * Where the session is kept: `localStorage`, `sessionStorage`, React Native's `AsyncStorage`, or an object with the
   * same three methods. Default: in memory, until the program ends.
   */
  readonly storage?: TextStore
  /**
   * Returns headers for each request, such as the token of the host's own sign-in. With an `authorization` among them,
   * the client sends its own session in the body.
   */
  readonly headers?: () => Record<string, string> | Promise<Record<string, string>>
  /** Whether cookies are sent along. Default `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include'
  /**
   * The milliseconds that a call may take with all its retries; `Infinity` for no limit. Default: 30,000 for reads, no
   * limit for others.
   */
  readonly timeout?: number
  /**
   * How often a call is repeated after the network failed or the server was busy. Default 2. Only reads,
   * `ticket.create` and `ticket.comment` are repeated: a key in the request keeps the server from writing a second ticket
   * or comment. Other calls may have taken effect although their answer was lost, so they are not repeated.
   */
  readonly retries?: number
  /** Replaces the global `fetch`. */
  readonly fetch?: Fetch
}

/** How much of a request has been sent, in bytes. */
export interface UploadProgress {
  readonly loaded: number
  readonly total: number
}

/** The options of one call. */
export interface RequestOptions {
  /** Ends the call: it throws ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** Replaces the client's option of this name. */
  readonly timeout?: number | undefined
  /** Replaces the client's option of this name. */
  readonly retries?: number | undefined
  /**
   * The key by which the server recognises a repeated `ticket.create` or `ticket.comment`: 1 to 255 visible ASCII
   * characters. Give the same one when the program itself sends again, after a restart for example. Default: a new one
   * for each call.
   */
  readonly idempotencyKey?: string | undefined
  /** Called while files are sent. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined
}
