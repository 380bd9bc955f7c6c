export { type ErasedPerson, type EraseOptions, eraseStaff, eraseUser } from './erase.js'
export { type ExportedFile, exportUser } from './export.js'
export type { UserRef } from './person.js'
