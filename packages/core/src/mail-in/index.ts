export { type MailPoll, type MailTrouble, pollMailbox } from './poll.js'
