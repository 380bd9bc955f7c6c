import type { ServerLimits } from '@opensupports/kysely'
import type { Limits } from '@opensupports/server'
import { ConfigError, type DataPlace, readPlace, secretFrom } from '../place.js'
import { type MailServers, readMailServers } from './mail-servers.js'
import {
  readChoice,
  readHost,
  readHosts,
  readNumber,
  readOrigins,
  readPath,
  readSize,
  readSwitch,
  readTimeZone,
  readUrl,
} from './readers.js'

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** The configuration of the server. See `variables` for the meaning of each value. */
export interface Config extends DataPlace {
  /** 0 selects any free port. */
  readonly port: number
  /** A name or an address to listen on. */
  readonly host: string
  /** Where browsers reach the server, if that is not `host` and `port`. No slash at the end. */
  readonly publicUrl: string | undefined
  /** The path that requests may begin with: `/support`. Empty for the root. */
  readonly basePath: string
  readonly trustProxy: boolean
  /** Undefined for UTC. */
  readonly timeZone: string | undefined
  readonly logLevel: (typeof logLevels)[number]
  readonly corsOrigins: readonly string[]
  readonly neutralAnswers: boolean
  /** Undefined for Google's. */
  readonly captchaUrl: string | undefined
  /** Validity in seconds; 0 turns them off. */
  readonly signedDownloads: number
  readonly passwordCost: number
  readonly mailServers: MailServers
  readonly deliverMail: boolean
  /** In seconds; 0 polls only when `/system/email-polling` is called. */
  readonly pollEvery: number
  readonly privateMailServers: boolean
  readonly deliverWebhooks: boolean
  /** Names or addresses. */
  readonly privateWebhookHosts: readonly string[]
  /** The token that `/metrics` requires. Undefined turns metrics off. */
  readonly metricsToken: string | undefined
  /** Undefined for the system's temporary folder. */
  readonly uploadDir: string | undefined
  /** Missing values have the library's defaults. */
  readonly limits: Partial<Limits>
  /** Missing values have the storage's defaults. */
  readonly databaseLimits: ServerLimits
}

/**
 * Reads the environment. `overrides` takes precedence.
 *
 * @throws ConfigError with the name of the invalid variable
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  overrides: { readonly database?: string; readonly files?: string } = {},
): Config {
  const place = readPlace(env, overrides)
  const isOn = (name: string, otherwise: '0' | '1') => readSwitch(name, env[name] || otherwise)
  const publicUrl = env.PUBLIC_URL ? readUrl('PUBLIC_URL', env.PUBLIC_URL) : undefined
  const signedDownloads = readNumber('SIGNED_DOWNLOADS', env.SIGNED_DOWNLOADS || '0', 0, 604_800)
  if (signedDownloads > 0 && !/^s3:/i.test(place.files)) {
    throw new ConfigError('SIGNED_DOWNLOADS needs a bucket in FILES_URL: a folder cannot sign addresses')
  }
  return {
    ...place,
    port: readNumber('PORT', env.PORT || '8080', 0, 65_535),
    host: readHost('HOST', env.HOST || 'localhost'),
    publicUrl,
    basePath: readBasePath(env.BASE_PATH, publicUrl),
    trustProxy: isOn('TRUST_PROXY', '0'),
    timeZone: env.TIME_ZONE ? readTimeZone('TIME_ZONE', env.TIME_ZONE) : undefined,
    logLevel: readChoice('LOG_LEVEL', env.LOG_LEVEL || 'info', logLevels),
    corsOrigins: env.CORS_ORIGINS ? readOrigins('CORS_ORIGINS', env.CORS_ORIGINS) : [],
    neutralAnswers: isOn('NEUTRAL_ANSWERS', '0'),
    captchaUrl: env.CAPTCHA_URL ? readUrl('CAPTCHA_URL', env.CAPTCHA_URL) : undefined,
    signedDownloads,
    passwordCost: readNumber('PASSWORD_COST', env.PASSWORD_COST || '10', 4, 31),
    mailServers: readMailServers(env),
    deliverMail: isOn('DELIVER_MAIL', '1'),
    pollEvery: readNumber('POLL_EVERY', env.POLL_EVERY || '60', 0, 999_999),
    privateMailServers: isOn('PRIVATE_MAIL_SERVERS', '0'),
    deliverWebhooks: isOn('DELIVER_WEBHOOKS', '1'),
    privateWebhookHosts: env.PRIVATE_WEBHOOK_HOSTS
      ? readHosts('PRIVATE_WEBHOOK_HOSTS', env.PRIVATE_WEBHOOK_HOSTS)
      : [],
    metricsToken: secretFrom(env, 'METRICS_TOKEN'),
    uploadDir: env.UPLOAD_DIR || undefined,
    limits: readLimits(env),
    databaseLimits: readDatabaseLimits(env),
  }
}

/** Returns the path that browsers see: the path of PUBLIC_URL, whether or not a proxy removes it. */
function readBasePath(text: string | undefined, publicUrl: string | undefined): string {
  const publicPath = publicUrl === undefined ? undefined : new URL(publicUrl).pathname.replace(/\/$/, '')
  if (!text) return publicPath ?? ''
  const basePath = readPath('BASE_PATH', text)
  if (publicPath !== undefined && publicPath !== basePath) {
    throw new ConfigError(
      `BASE_PATH must be the path of PUBLIC_URL, ${publicPath || '/'}, not ${JSON.stringify(text)}`,
    )
  }
  return basePath
}

function readLimits(env: NodeJS.ProcessEnv): Partial<Limits> {
  const limits: { -readonly [name in keyof Limits]?: number } = {}
  const sizes = {
    MAX_FIELDS_SIZE: 'fieldsSize',
    MAX_FILE_SIZE: 'fileSize',
    MAX_FILES_SIZE: 'filesSize',
    MAX_EARLY_SIZE: 'earlySize',
    MAX_HELD_SIZE: 'heldSize',
  } as const
  for (const [name, limit] of Object.entries(sizes)) {
    const text = env[name]
    if (text) limits[limit] = readSize(name, text)
  }
  if (env.MAX_CALLS) limits.calls = readNumber('MAX_CALLS', env.MAX_CALLS, 1, 1_000_000)
  if (env.MAX_FIELDS) limits.fields = readNumber('MAX_FIELDS', env.MAX_FIELDS, 1, 1_000_000)
  if (env.MAX_FILES) limits.files = readNumber('MAX_FILES', env.MAX_FILES, 0, 10_000)
  return limits
}

function readDatabaseLimits(env: NodeJS.ProcessEnv): ServerLimits {
  const limits: { -readonly [name in keyof ServerLimits]?: number } = {}
  const names = {
    DATABASE_CONNECTIONS: 'connections',
    DATABASE_WAITING: 'waiting',
    DATABASE_CONNECT_TIMEOUT: 'connectTimeout',
    DATABASE_LOCK_TIMEOUT: 'lockTimeout',
    DATABASE_STATEMENT_TIMEOUT: 'statementTimeout',
  } as const
  for (const [name, limit] of Object.entries(names)) {
    const text = env[name]
    if (text) limits[limit] = readNumber(name, text, 1, 1_000_000)
  }
  return limits
}
