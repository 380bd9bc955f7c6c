export { readMail } from './read-mail.js'
export { type MailReader, mailReader, type ReadingLimits } from './reader/index.js'
