export { guardedStorage } from './guarded-storage.js'
export { contextWithin } from './within.js'
