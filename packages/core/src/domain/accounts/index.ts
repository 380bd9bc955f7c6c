export { attempt, clearAttempts, countAttempt, secondsUntil } from './attempts.js'
export { checkCaptcha, findApiKey } from './captcha.js'
export { customFieldValues, setCustomFields } from './custom-fields.js'
export { continueImport, rowsAtOnce, storeForLater } from './detached-import.js'
export { expiredRows } from './expired-rows.js'
export { accountFor, guestAuthor, isProvedAddress, type TicketOpener } from './guest-accounts.js'
export { linkedStaff, linkedUser, staffActorFor, userActorFor } from './host-people.js'
export { checkImport } from './import-file.js'
export { endingImport, type ImportReport, importView, startImport } from './import-progress.js'
export { checkRow, storeRows } from './imported-rows.js'
export { knownPlace, rememberPlace } from './known-places.js'
export { makeProof, verificationLifetime } from './mail-proofs.js'
export { checkOwnPassword } from './own-password.js'
export { mailInvitation, mailPasswordChanged, mailRecovery } from './password-tokens.js'
export {
  addressLocks,
  askForProof,
  changeAddress,
  checkFreeAddress,
  takeAddress,
} from './pending-addresses.js'
export { readableKey, sealedFor } from './sealed-keys.js'
export { endSessions, openSession, rememberLifetime } from './sign-in.js'
export { mailAddressProof, type NewPerson, signUp } from './sign-up.js'
export { setStaffDepartments } from './staff-departments.js'
export { isLastAdmin, removeStaff, removeStaffInPart } from './staff-removal.js'
export { disableUser } from './user-disabling.js'
export { userView } from './user-view.js'
