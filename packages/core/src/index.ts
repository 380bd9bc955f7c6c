export { type BackupOptions, type RestoreOptions, restoreBackup } from './backup/index.js'
export type { ActingAs, AddressedUser, Call, HostStaff, HostUser, LogType, Reader, Tx } from './call/index.js'
export { guest, isAccessToken, nativeMediaType, type SessionContext, waitingSignal } from './call/index.js'
export { compareFiles, type FileReport } from './domain/files/index.js'
export {
  databaseFault,
  type ErrorCode,
  errorCodes,
  OpenSupportsError,
  type OwnErrorCode,
  refuse,
} from './errors.js'
export {
  type EventFacts,
  type EventName,
  type EventOf,
  type EventStreamOptions,
  eventNames,
  type HelpdeskEvent,
  type HelpdeskEvents,
  type Listener,
  type NumberedEvent,
} from './events/index.js'
export type { NoGroups, OwnGroups, OwnMethods } from './extension/index.js'
export type { ForgetOptions } from './host-people.js'
export type { Admin, InstallOptions } from './install.js'
export type { EventStream, EventsGone, StreamedEvent } from './live/index.js'
export { languageTags, type MailTemplateName } from './mail/templates/index.js'
export type * from './model/index.js'
export type { ColumnKind } from './model/index.js'
export {
  type Admission,
  type Desk,
  OpenSupports,
  type OpenSupportsConstructor,
  type OperationName,
  type ParamsOf,
  type StreamOptions,
} from './opensupports.js'
export {
  type Answer,
  type AnyOperation,
  type CallOptions,
  errorsOf,
  legacyCode,
  type Method,
  type MethodOptions,
  type Methods,
  type NoParams,
  type Operation,
  type Permission,
} from './operation/index.js'
export type * from './operations/types.js'
export type { StaffPassword } from './operator.js'
export type { OpenSupportsOptions, StreamSettings } from './options.js'
export type { Delivery } from './outbox/index.js'
export {
  type AccountInput,
  type CustomFieldsInput,
  type DateRangeInput,
  escapeHtml,
  type Fields,
  isUploadField,
  type TicketOrderInput,
} from './params/index.js'
export type { ErasedPerson, EraseOptions, ExportedFile, UserRef } from './personal-data/index.js'
export {
  type Abortable,
  type Captcha,
  type Clock,
  type FileStore,
  type IncomingMail,
  isFileName,
  isPublicAddress,
  isTimeZone,
  type Log,
  type MailAddress,
  type MailAttachment,
  type Mailbox,
  type Mailer,
  type MailPoll,
  type MailServer,
  MailServerError,
  type MailServerFault,
  type MailTrouble,
  type MemoryFiles,
  memoryFiles,
  type OpenMailbox,
  type OriginalMail,
  type OutgoingMail,
  type Random,
  type SignedUrlOptions,
  type StoredFile,
  sameText,
  type TracedCall,
  type TracedTransaction,
  type Upload,
  type WebhookAnswer,
  type WebhookRequest,
  type WebhookSender,
  type ZonePeriod,
  zoneOffset,
  zonePeriods,
} from './platform/index.js'
export type * from './storage/index.js'
export {
  decidingOrder,
  foldedText,
  lockableTables,
  lockNames,
  nameKey,
  refuseLock,
  sameName,
} from './storage/index.js'
export { memoryStorage } from './storage/memory/index.js'
