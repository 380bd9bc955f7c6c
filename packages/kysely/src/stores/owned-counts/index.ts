export { ownedChangesOf } from './changes.js'
export { correctOwned } from './correct.js'
export { ownedCounts } from './counts.js'
export { checkOwned, foldOwned } from './refresh.js'
