export { MailboxError } from './connection.js'
export { imap } from './imap.js'
export type { ImapOptions } from './options.js'
