/**
 * What hosts define operations of their own with.
 *
 * @module
 */
export type {
  Actor,
  Anonymous,
  Call,
  MailOrder,
  Settings,
  StaffActor,
  TicketActor,
  Tx,
  UserActor,
} from './call/index.js'
export { managesOrNot } from './domain/tickets/index.js'
export { fail, type OwnError, type OwnErrorCode, ownErrors } from './errors.js'
export type { Schema } from './model/index.js'
export { type Definition, type NoParams, nothing, operation } from './operation/index.js'
export {
  article,
  department,
  email,
  flag,
  id,
  type NamedParameter,
  name,
  oneOf,
  onOff,
  optional,
  type Parameter,
  type Parameters,
  parameter,
  staff,
  text,
  ticket,
  topic,
  user,
} from './params/index.js'
export type { RowLock, StoredTicket } from './storage/index.js'
