import type { Decoded, Reading } from './body/index.js'

/** A request, as much of it as both kinds of hosts can tell. */
export interface Exchange {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: string
  header(name: string): string | undefined
  /** Whether the connection itself is encrypted. */
  readonly encrypted: boolean
  /** The address at the other end of the connection, where the host knows it. */
  readonly peer: string | undefined
  /** Reads the body, when its turn comes; never called for requests that are not answered here. */
  readBody(reading: Reading): Promise<Decoded>
}

/** A request, with what is known of its sender. */
export interface Received extends Exchange {
  /** What limits by address count by: undefined where many people share the address. */
  readonly ip: string | undefined
  /** For the access log. */
  readonly loggedIp: string | undefined
  /** Whether the sender's own connection is encrypted. */
  readonly secure: boolean
}
