export { keepNewest, makeSet } from './make.js'
export { restoreSet } from './restore.js'
export { backupStores } from './stores.js'
