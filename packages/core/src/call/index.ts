export { guardedStorage } from './guarded-storage.js'
