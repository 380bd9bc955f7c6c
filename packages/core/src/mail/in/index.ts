export { pollMailbox } from './poll.js'
