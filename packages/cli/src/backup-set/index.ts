export { keepNewest, makeSet } from './make.js'
export { newestSetAt } from './manifest.js'
export { restoreSet } from './restore.js'
export { backupStores } from './stores.js'
