export { en as gr } from './en.js'
