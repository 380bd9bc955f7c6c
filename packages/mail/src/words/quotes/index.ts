export { withoutQuotes } from './quotes.js'
