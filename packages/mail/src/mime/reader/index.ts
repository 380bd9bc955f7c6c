export type { ReadingLimits } from './mail-thread.js'
export { type MailReader, mailReader } from './reader.js'
