export { linesOfHtml, textOfHtml } from './read.js'
