/**
 * The values of `opensupports.config.ts`. Each one has the name of an environment variable, in camel case: `publicUrl`
 * sets PUBLIC_URL. The environment takes precedence. The README explains each variable.
 */
export interface ConfigFile {
  readonly dataDir?: string
  /** Keep passwords out of the file: `process.env.HELPDESK_DATABASE`, or `databaseUrlFile`. */
  readonly databaseUrl?: string
  readonly databaseUrlFile?: string
  readonly filesUrl?: string
  readonly port?: number
  readonly host?: string
  readonly publicUrl?: string
  readonly basePath?: string
  readonly trustProxy?: boolean
  readonly timeZone?: string
  readonly logLevel?: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'
  readonly corsOrigins?: readonly string[]
  readonly neutralAnswers?: boolean
  readonly captchaUrl?: string
  /** In seconds. */
  readonly signedDownloads?: number
  readonly passwordCost?: number
  readonly smtpUrl?: string
  readonly smtpUrlFile?: string
  readonly imapUrl?: string
  readonly imapUrlFile?: string
  readonly deliverMail?: boolean
  /** In seconds. */
  readonly pollEvery?: number
  readonly privateMailServers?: boolean
  readonly deliverWebhooks?: boolean
  readonly privateWebhookHosts?: readonly string[]
  readonly metricsToken?: string
  readonly metricsTokenFile?: string
  readonly uploadDir?: string
  /** In bytes, or a text such as `2MiB`. */
  readonly maxFieldsSize?: number | string
  readonly maxFields?: number
  /** In bytes, or a text such as `25MiB`. */
  readonly maxFileSize?: number | string
  readonly maxFiles?: number
  /** In bytes, or a text such as `100MiB`. */
  readonly maxFilesSize?: number | string
  /** In bytes, or a text such as `1MiB`. */
  readonly maxEarlySize?: number | string
  /** In bytes, or a text such as `256MiB`. */
  readonly maxHeldSize?: number | string
  readonly maxCalls?: number
  readonly databaseConnections?: number
  readonly databaseWaiting?: number
  /** In milliseconds. */
  readonly databaseConnectTimeout?: number
  /** In milliseconds. */
  readonly databaseLockTimeout?: number
  /** In milliseconds. */
  readonly databaseStatementTimeout?: number
}

/**
 * Returns its argument. Gives the configuration file its types.
 *
 * @example
 * // opensupports.config.ts
 * import { defineConfig } from 'opensupports'
 * export default defineConfig({ publicUrl: 'https://help.example.com', trustProxy: true })
 */
export const defineConfig = (config: ConfigFile): ConfigFile => config

/** Returns the variable of a key: `publicUrl` sets PUBLIC_URL. Returns an empty text if the key is not in camel case. */
export const variableOf = (key: string): string =>
  /^[a-z][a-zA-Z]*$/.test(key) ? key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() : ''
