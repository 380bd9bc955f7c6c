/** An environment variable of `serve`. */
export interface Variable {
  readonly name: string
  /** Its purpose and default. */
  readonly text: string
}

/** All variables, in the order of the help text. */
export const variables: readonly Variable[] = [
  { name: 'PORT', text: 'the port to listen on; default 8080' },
  {
    name: 'HOST',
    text: 'the name or address to listen on; default localhost: only this machine can connect',
  },
  {
    name: 'PUBLIC_URL',
    text: 'the address for browsers, links and cookies: https://help.example.com/support',
  },
  { name: 'BASE_PATH', text: 'the path of requests from a proxy: /support; default: the path of PUBLIC_URL' },
  {
    name: 'TRUST_PROXY',
    text: '1 if a proxy sets X-Forwarded-For and X-Forwarded-Proto; default 0',
  },
  { name: 'LOG_LEVEL', text: 'silent, fatal, error, warn, info, debug or trace; default info' },
  {
    name: 'CORS_ORIGINS',
    text: 'other sites whose scripts may call the API: https://app.example.com,…; default none',
  },
  { name: 'NEUTRAL_ANSWERS', text: '1 does not reveal which addresses have accounts; default 0' },
  { name: 'CAPTCHA_URL', text: 'a service with the API of reCAPTCHA; default: Google’s' },
  {
    name: 'SIGNED_DOWNLOADS',
    text: 'validity of signed download links to the bucket, in seconds; default 0: no such links',
  },
  { name: 'PASSWORD_COST', text: 'the cost of bcrypt, 4 to 31; default 10' },
  { name: 'DELIVER_MAIL', text: '0 if another process delivers the mails; default 1' },
  { name: 'POLL_EVERY', text: 'seconds between two polls of the mailbox; default 60; 0: only on request' },
  {
    name: 'PRIVATE_MAIL_SERVERS',
    text: '1 allows mail servers on this machine or in a private network; default 0',
  },
  { name: 'UPLOAD_DIR', text: 'the folder for running uploads; default: the system’s temporary folder' },
  { name: 'MAX_FIELDS_SIZE', text: 'maximum size of all fields of a request, without files; default 2MiB' },
  { name: 'MAX_FIELDS', text: 'maximum number of fields of a request; default 500' },
  {
    name: 'MAX_FILE_SIZE',
    text: 'maximum size of one file; default 25MiB; the setting max-size may be lower',
  },
  { name: 'MAX_FILES', text: 'maximum number of files of a request; default 25' },
  { name: 'MAX_FILES_SIZE', text: 'maximum size of all files of a request; default 100MiB' },
  {
    name: 'MAX_EARLY_SIZE',
    text: 'maximum size of the files that come before the credentials of a request; default 1MiB',
  },
  { name: 'MAX_HELD_SIZE', text: 'maximum size of all unfinished requests together; default 256MiB' },
  { name: 'MAX_CALLS', text: 'maximum number of calls in progress, beyond which SERVER_BUSY; default 200' },
  { name: 'DATABASE_CONNECTIONS', text: 'maximum number of connections to PostgreSQL or MySQL; default 10' },
  { name: 'DATABASE_WAITING', text: 'maximum number of calls that wait for a connection; default 1000' },
  { name: 'DATABASE_CONNECT_TIMEOUT', text: 'milliseconds that a call waits for a connection; default 1000' },
  { name: 'DATABASE_LOCK_TIMEOUT', text: 'milliseconds that a statement waits for a lock; default 1000' },
  { name: 'DATABASE_STATEMENT_TIMEOUT', text: 'milliseconds that a statement may run; default 10000' },
]

const indent = 14

/** The variables, for a help text. */
export const serveVariables = variables
  .map(({ name, text }) =>
    name.length < indent - 1
      ? `  ${name.padEnd(indent)}${text}\n`
      : `  ${name}\n  ${' '.repeat(indent)}${text}\n`,
  )
  .join('')
