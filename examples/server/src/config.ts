import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the server is started with. */
export interface Config {
  /** 0: any free one. */
  readonly port: number
  /** A name or an address to listen on. */
  readonly host: string
  /** Where everything is kept. */
  readonly dataDir: string
  /** Where browsers reach the server, where that is not `host` and `port`; no slash at the end. */
  readonly publicUrl: string | undefined
  /** Whether a proxy in front tells who calls. */
  readonly trustProxy: boolean
  /** Seconds between two looks into the mailbox; 0: only when `/system/email-polling` is called. */
  readonly pollEvery: number
  /** Whether mail servers within private networks may be tried by `/system/test-smtp` and `/system/test-imap`. */
  readonly privateMailServers: boolean
  /** Whether to fill a new helpdesk with a demo. */
  readonly demo: boolean
  /** Whether only to print how to use it. */
  readonly help: boolean
}

/** A value that one cannot start with; the message says which, and what would do. */
export class ConfigError extends Error {}

export const usage = `A helpdesk on HTTP, kept in one folder.

  npm start [-- --demo]

  --demo   installs a helpdesk and fills it with a made-up bicycle shop, unless it is installed already
  --help   prints this

Environment:
  PORT         where to listen; default 8080
  HOST         the name or address to listen on; default localhost, so that only this machine reaches it
  DATA_DIR     the folder of database and files; default data, in the current folder
  PUBLIC_URL   where browsers reach it, when that differs: https://help.example.com
  TRUST_PROXY  1 where a proxy in front adds X-Forwarded-For and X-Forwarded-Proto; default 0
  POLL_EVERY   seconds between two looks into the mailbox; default 60; 0: only by /system/email-polling
  PRIVATE_MAIL_SERVERS  1 where the settings may be tried with mail servers of a private network; default 0
`

/** Reads environment and command line. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  return {
    port: readPort(env.PORT || '8080'),
    host: readHost(env.HOST || 'localhost'),
    dataDir: resolve(env.DATA_DIR || 'data'),
    publicUrl: env.PUBLIC_URL ? readUrl(env.PUBLIC_URL) : undefined,
    trustProxy: readSwitch('TRUST_PROXY', env.TRUST_PROXY || '0'),
    pollEvery: readSeconds('POLL_EVERY', env.POLL_EVERY || '60'),
    privateMailServers: readSwitch('PRIVATE_MAIL_SERVERS', env.PRIVATE_MAIL_SERVERS || '0'),
    ...readArgs(args),
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

function readArgs(args: readonly string[]): { demo: boolean; help: boolean } {
  const options = { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  try {
    const { demo = false, help = false } = parseArgs({ args: [...args], options }).values
    return { demo, help }
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}
