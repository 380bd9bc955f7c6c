export { en as inTexts } from './en.js'
