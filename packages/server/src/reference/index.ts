export { referencePage, referencePolicy } from './page.js'
