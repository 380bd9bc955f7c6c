export { addressesOf } from './addresses.js'
export { decodeHeader } from './encoded-words.js'
export { messageIdsOf, threadOf } from './message-ids.js'
export { oneLine } from './one-line.js'
