export { localFiles } from './local-files.js'
