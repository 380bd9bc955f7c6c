import { type ConfigFile, variableOf } from '../environment/index.js'
import { type PlaceKey, placeKeys } from '../place.js'

/** An environment variable of `serve`. */
export interface Variable {
  readonly name: string
  /** Its purpose and default. */
  readonly text: string
}

const secretFileKeys = ['smtpUrlFile', 'imapUrlFile', 'metricsTokenFile'] as const

type ServeKey = Exclude<keyof ConfigFile, PlaceKey | (typeof secretFileKeys)[number]>

/** The purpose and default of each variable, in the order of the help text. */
const texts: Readonly<Record<ServeKey, string>> = {
  port: 'the port to listen on; default 8080',
  host: 'the name or address to listen on; default localhost: only this machine can connect',
  publicUrl: 'the address for browsers, links and cookies: https://help.example.com/support',
  basePath: 'the path of requests from a proxy: /support; default: the path of PUBLIC_URL',
  trustProxy: '1 if a proxy sets X-Forwarded-For and X-Forwarded-Proto; default 0',
  timeZone: 'the time zone of statistics until the setting time-zone is set: Europe/Berlin; default UTC',
  logLevel: 'silent, fatal, error, warn, info, debug or trace; default info',
  corsOrigins:
    'other sites whose pages may call the API and load /parts.js: https://app.example.com,…; default none',
  neutralAnswers: '1 does not reveal which addresses have accounts; default 0',
  captchaUrl: 'a service with the API of reCAPTCHA; default: Google’s',
  signedDownloads: 'validity of signed download links to the bucket, in seconds; default 0: no such links',
  passwordCost: 'the cost of bcrypt, 4 to 31; default 10',
  smtpUrl: 'the server that sends mail: smtps://user:password@host; default: the one in the settings',
  imapUrl: 'the mailbox to read: imaps://user:password@host/INBOX; default: the one in the settings',
  deliverMail: '0 if another process delivers the mails; default 1',
  pollEvery: 'seconds between two polls of the mailbox; default 60; 0: only on request',
  privateMailServers: '1 allows mail servers on this machine or in a private network; default 0',
  deliverWebhooks: '0 if another process delivers webhooks; default 1',
  privateWebhookHosts: 'hosts in a private network that webhooks may reach: localhost,…; default none',
  metricsToken:
    'serves metrics for Prometheus at /metrics to those who send it as Bearer; default: no metrics',
  uploadDir: 'the folder for running uploads; default: the system’s temporary folder',
  maxFieldsSize: 'maximum size of all fields of a request, without files; default 2MiB',
  maxFields: 'maximum number of fields of a request; default 500',
  maxFileSize: 'maximum size of one file; default 25MiB; the setting max-size may be lower',
  maxFiles: 'maximum number of files of a request; default 25',
  maxFilesSize: 'maximum size of all files of a request; default 100MiB',
  maxEarlySize: 'maximum size of the files that come before the credentials of a request; default 1MiB',
  maxHeldSize: 'maximum size of all unfinished requests together; default 256MiB',
  maxCalls: 'maximum number of calls in progress, beyond which SERVER_BUSY; default 200',
  databaseConnections: 'maximum number of connections to PostgreSQL or MySQL; default 10',
  databaseWaiting: 'maximum number of calls that wait for a connection; default 1000',
  databaseConnectTimeout: 'milliseconds that a call waits for a connection; default 1000',
  databaseLockTimeout: 'milliseconds that a statement waits for a lock; default 2000',
  databaseStatementTimeout: 'milliseconds that a statement may run; default 10000',
}

/** All variables, in the order of the help text. */
export const variables: readonly Variable[] = Object.entries(texts).map(([key, text]) => ({
  name: variableOf(key),
  text,
}))

/** The variables that a configuration file may set. */
export const configurable: readonly string[] = [...placeKeys, ...secretFileKeys, ...Object.keys(texts)].map(
  variableOf,
)

const indent = 14

/** The variables, for a help text. */
export const serveVariables = variables
  .map(({ name, text }) =>
    name.length < indent - 1
      ? `  ${name.padEnd(indent)}${text}\n`
      : `  ${name}\n  ${' '.repeat(indent)}${text}\n`,
  )
  .join('')
