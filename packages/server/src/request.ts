import type { SessionContext } from '@opensupports/core'
import type { Decoded, Reading } from './body/index.js'

/** The part of a request that both kinds of hosts provide. */
export interface Exchange {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** The part of the path that a router of the host has removed; empty if none did. */
  readonly mount: string
  readonly query: string
  header(name: string): string | undefined
  /** The host and port that the sender asked for. */
  readonly host: string | undefined
  /** Returns what the host says of the caller. */
  readonly hostSession: (() => Promise<SessionContext | null | undefined>) | undefined
  /** Whether the connection itself is encrypted. */
  readonly encrypted: boolean
  /** The address of the peer, if the host knows it. */
  readonly peer: string | undefined
  /** Returns the signal that aborts when the client disconnects. */
  left(): AbortSignal
  /** Reads the body; called at most once, and never for requests that are not answered here. */
  readBody(reading: Reading): Decoded | Promise<Decoded>
}

/** A request, with what is known of its sender. */
export interface Received extends Exchange {
  /** The address that limits count by; undefined if many people share it. */
  readonly ip: string | undefined
  /** The address for the access log. */
  readonly loggedIp: string | undefined
  /** Whether the sender's own connection is encrypted. */
  readonly secure: boolean
}
