export { accessTokenPrefix, isAccessToken, tokenActor } from './access-tokens.js'
export {
  type ActingAs,
  type AddressedUser,
  checkedAccount,
  contextFor,
  type HostStaff,
  type HostUser,
  identityOf,
} from './acting-as.js'
export * from './call.js'
export { guardedStorage, isInsideTransaction } from './guarded-storage.js'
export {
  addHook,
  hasHooks,
  runBeforeHooks,
  runPrepareHooks,
} from './hooks.js'
export { JoinedCalls } from './joined.js'
export { accountLock, checkLocked, lockTicket, lockUserOf, RowsMoved, untilLocked } from './locks.js'
export { type LogAuthor, type LogType, writeLogOf } from './log.js'
export { waitingSignal, withoutWaitingSignal, withWaitingSignal } from './scope.js'
export * from './session.js'
export { readSettings, type Settings, settingsOf, settingsOrNone } from './settings.js'
export { type TicketNumbering, ticketNumberAt } from './ticket-numbers.js'
export { openTransaction, transaction } from './transaction.js'
export { withUndo } from './undo.js'
