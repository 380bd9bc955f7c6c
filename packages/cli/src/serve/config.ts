import { isIP } from 'node:net'
import { ConfigError, type DataPlace, readPlace } from '../place.js'

/** What the server is started with. */
export interface Config extends DataPlace {
  /** 0: any free one. */
  readonly port: number
  /** A name or an address to listen on. */
  readonly host: string
  /** Where browsers reach the server, where that is not `host` and `port`; no slash at the end. */
  readonly publicUrl: string | undefined
  /** Whether a proxy in front tells who calls. */
  readonly trustProxy: boolean
  /** Seconds between two looks into the mailbox; 0: only when `/system/email-polling` is called. */
  readonly pollEvery: number
  /** Whether the settings may name mail servers on this machine or within private networks. */
  readonly privateMailServers: boolean
}

/** The variables that `readConfig` reads, for a help text. */
export const serveVariables = `  PORT          where to listen; default 8080
  HOST          the name or address to listen on; default localhost, so that only this machine reaches it
  PUBLIC_URL    where browsers reach it, when that differs: https://help.example.com
  TRUST_PROXY   1 where a proxy in front adds X-Forwarded-For and X-Forwarded-Proto; default 0
  POLL_EVERY    seconds between two looks into the mailbox; default 60; 0: only by /system/email-polling
  PRIVATE_MAIL_SERVERS
                1 where the settings may name mail servers on this machine or in a private network; default 0
`

/**
 * Reads the environment; what is given beats it.
 *
 * @throws ConfigError
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  given: { readonly database?: string; readonly files?: string } = {},
): Config {
  return {
    ...readPlace(env, given),
    port: readPort(env.PORT || '8080'),
    host: readHost(env.HOST || 'localhost'),
    publicUrl: env.PUBLIC_URL ? readUrl(env.PUBLIC_URL) : undefined,
    trustProxy: readSwitch('TRUST_PROXY', env.TRUST_PROXY || '0'),
    pollEvery: readSeconds('POLL_EVERY', env.POLL_EVERY || '60'),
    privateMailServers: readSwitch('PRIVATE_MAIL_SERVERS', env.PRIVATE_MAIL_SERVERS || '0'),
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new ConfigError(`PORT must be a number from 0 to 65535, not ${JSON.stringify(text)}`)
}

function readHost(text: string): string {
  if (isIP(text) || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text.toLowerCase()
  throw new ConfigError(`HOST must be a host name or an address without port, not ${JSON.stringify(text)}`)
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password) {
    return url.href.replace(/\/+$/, '')
  }
  throw new ConfigError(`PUBLIC_URL must be like https://help.example.com, not ${JSON.stringify(text)}`)
}

function readSwitch(name: string, text: string): boolean {
  if (text === '0' || text === '1') return text === '1'
  throw new ConfigError(`${name} must be 0 or 1, not ${JSON.stringify(text)}`)
}

function readSeconds(name: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new ConfigError(`${name} must be a number of seconds, not ${JSON.stringify(text)}`)
}
