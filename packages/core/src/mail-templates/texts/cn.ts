export { en as cn } from './en.js'
