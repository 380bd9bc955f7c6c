export { readMail } from './read-mail.js'
