export { en as jp } from './en.js'
