/** A variable of the environment that `serve` reads. */
export interface Variable {
  readonly name: string
  /** What it is for, and what is so without it. */
  readonly text: string
}

/** All of them, in the order in which they are listed. */
export const variables: readonly Variable[] = [
  { name: 'PORT', text: 'where to listen; default 8080' },
  { name: 'HOST', text: 'the name or address to listen on; default localhost: only this machine reaches it' },
  {
    name: 'PUBLIC_URL',
    text: 'where browsers reach it: https://help.example.com/support; for links, cookies',
  },
  { name: 'BASE_PATH', text: 'the path that a proxy hands on: /support; default: the path of PUBLIC_URL' },
  {
    name: 'TRUST_PROXY',
    text: '1 where a proxy in front sets X-Forwarded-For and X-Forwarded-Proto; default 0',
  },
  { name: 'LOG_LEVEL', text: 'silent, fatal, error, warn, info, debug or trace; default info' },
  {
    name: 'CORS_ORIGINS',
    text: 'other sites whose scripts may call: https://app.example.com,…; default none',
  },
  { name: 'NEUTRAL_ANSWERS', text: '1 hides from strangers which addresses have accounts; default 0' },
  { name: 'CAPTCHA_URL', text: 'a service that verifies captchas as reCAPTCHA does; default: Google’s' },
  {
    name: 'SIGNED_DOWNLOADS',
    text: 'seconds that a signed address of the bucket is good for; default 0: none',
  },
  { name: 'PASSWORD_COST', text: 'the cost of bcrypt, 4 to 31; default 10' },
  { name: 'DELIVER_MAIL', text: '0 where another process delivers the mails; default 1' },
  { name: 'POLL_EVERY', text: 'seconds between two looks into the mailbox; default 60; 0: never by itself' },
  {
    name: 'PRIVATE_MAIL_SERVERS',
    text: '1 allows mail servers on this machine or in a private network; default 0',
  },
  { name: 'UPLOAD_DIR', text: 'where uploads wait; default: the system’s temporary folder' },
  { name: 'MAX_FIELDS_SIZE', text: 'of all fields of a request that are no files; default 2MiB' },
  { name: 'MAX_FIELDS', text: 'how many fields a request may have; default 500' },
  { name: 'MAX_FILE_SIZE', text: 'of one file; default 25MiB; the setting max-size may be lower' },
  { name: 'MAX_FILES', text: 'how many files a request may have; default 25' },
  { name: 'MAX_FILES_SIZE', text: 'of all files of a request; default 100MiB' },
  { name: 'MAX_HELD_SIZE', text: 'of all unfinished requests together; default 256MiB' },
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
