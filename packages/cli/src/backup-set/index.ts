export { type BackupSource, keepNewest, type MadeSet, makeSet } from './make.js'
export { setsIn } from './manifest.js'
export { type RestoredSet, type RestoreTarget, restoreSet } from './restore.js'
export { type BackupStores, backupStores } from './stores.js'
