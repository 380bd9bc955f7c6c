export { type ImapOptions, imap, MailboxError } from './imap/index.js'
export { DeliveryError, type SmtpOptions, smtp } from './smtp/index.js'
