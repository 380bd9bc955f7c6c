import { accountLock, type Call, type Reader, type StaffActor } from '../../call/index.js'
import {
  addressLocks,
  askForProof,
  checkFreeAddress,
  checkOwnPassword,
  countAttempt,
  endSessions,
  setStaffDepartments,
} from '../../domain/accounts/index.js'
import { checkPicture, removeFiles, storeUploads } from '../../domain/files/index.js'
import { changedFields } from '../../domain/helpdesk/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import {
  email,
  existingDepartments,
  file,
  id,
  level,
  onOff,
  optional,
  password,
  secret,
  unless,
  unlessOff,
} from '../../params/index.js'
import type { Upload } from '../../platform/index.js'
import type { RowLock, StoredStaff } from '../../storage/index.js'

/** What `/staff/edit` takes. */
export interface EditStaffParams {
  readonly email?: string | undefined
  readonly password?: string | undefined
  /** The current password, required with one's own `password`. The forms of 4.11's clients do not have it. */
  readonly oldPassword?: string | undefined
  readonly level?: 1 | 2 | 3 | undefined
  /** Default: the caller. */
  readonly staffId?: number | undefined
  /** Ids, which replace the memberships. The member's tickets in other departments lose their owner. */
  readonly departments?: readonly number[] | undefined
  readonly sendEmailOnNewTicket?: boolean | undefined
  /** A new picture. */
  readonly file?: Upload | undefined
}

/**
 * Changes a staff member: oneself, or for level 3 any other. Only level 3 changes levels (of others) and departments.
 * Only the member changes `sendEmailOnNewTicket`. Fields that the caller may not change are ignored.
 *
 * One's own address changes as with `/user/edit-email`: the new address gets a token by mail, if there is a mailer.
 * Access tokens cannot change the address and the password of the member who made them.
 *
 * @throws INVALID_EMAIL, also when a user or another member has it, or it is banned; INVALID_PASSWORD,
 * INVALID_OLD_PASSWORD and TOO_MANY_REQUESTS for the own one; INVALID_LEVEL,
 * INVALID_DEPARTMENT; NO_PERMISSION for another member, unless of level 3; INVALID_STAFF; INVALID_FILE unless the file
 * is a picture.
 */
export const edit = operation<EditStaffParams, null>()({
  path: '/staff/edit',
  permission: 'staff_1',
  params: {
    email: unlessOff(email('INVALID_EMAIL')),
    password: unlessOff(password('INVALID_PASSWORD')),
    oldPassword: optional(secret('INVALID_OLD_PASSWORD')),
    level: unlessOff(level('INVALID_LEVEL')),
    staffId: unless(['', '0'], id('INVALID_STAFF')),
    departments: unless(['', '0'], existingDepartments('INVALID_DEPARTMENT')),
    sendEmailOnNewTicket: unless([''], onOff('INVALID_SETTING')),
    file: file('INVALID_FILE'),
  },
  locks: (actor, { staffId, email, departments }) => [
    { name: 'admins', mode: 'update' },
    { name: 'members', mode: 'update' },
    ...(email ? addressLocks : []),
    accountLock({ kind: 'staff', id: staffId ?? actor.id }, 'update'),
    ...(departments ?? []).map((id): RowLock => ({ table: 'departments', id, mode: 'share' })),
  ],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  check(actor, { staffId, email, password }) {
    // Whoever holds the token could otherwise sign in with the member's full rights: its level would bound nothing.
    if (actor.token && isOwn(actor, staffId) && (email ?? password) !== undefined) return 'TOKEN_NOT_ALLOWED'
    return isOwn(actor, staffId) || actor.level === 3 ? undefined : 'NO_PERMISSION'
  },
  async prepare(call, params) {
    const { email } = await changesOf(call, params)
    const self = isOwn(call.actor, params.staffId)
    if (self && email !== undefined && call.canMail())
      await countAttempt(call, 'verification', `mail ${email}`)
    const compared =
      self && params.password ? await checkPresentPassword(call, params.oldPassword) : undefined
    const picture = params.file && (await checkPicture(call, params.file))
    const password = params.password && (await call.passwords.hash(params.password))
    const { file: profilePic } = await storeUploads(call, { file: picture, images: [] }, 'p')
    return { compared, password, profilePic }
  },
  async write(tx, params, { compared, password, profilePic }) {
    const { actor } = tx
    // The password may have changed while the new one was hashed.
    if (compared !== undefined && actor.account.password !== compared) fail('INVALID_OLD_PASSWORD')
    const self = isOwn(actor, params.staffId)
    const { member, email, level, departments, sendEmailOnNewTicket } = await changesOf(tx, params)
    const account = { kind: 'staff' as const, id: member.id }
    const needsProof = self && tx.canMail()
    const changes = {
      ...(email && !needsProof ? { email } : {}),
      ...(password ? { password } : {}),
      ...(level ? { level } : {}),
      ...(sendEmailOnNewTicket === undefined ? {} : { sendEmailOnNewTicket }),
      ...(profilePic ? { profilePic } : {}),
    }
    if (!(await tx.staff.update(member.id, changes))) fail('INVALID_EMAIL')
    const moved = departments ? await setStaffDepartments(tx, member.id, departments) : false
    if (email && needsProof) await askForProof(tx, { account, email, name: member.name, signUp: null })
    else if (email) await tx.passwordTokens.removeOf(member.email, 'staff')
    if (password || (email && !needsProof))
      await endSessions(tx, account, self ? actor.session?.tokenHash : undefined)
    const { profilePic: before } = member
    if (profilePic && before) tx.afterCommit((call) => removeFiles(call, [before]))
    const changed = [...changedFields(member, changes), ...(moved ? ['departments' as const] : [])]
    tx.emit('staff.edited', { staffId: member.id, changed })
    return null
  },
})

const isOwn = ({ id }: StaffActor, staffId: number | undefined) => staffId === undefined || staffId === id

interface AskedChanges {
  readonly staffId?: number | undefined
  readonly email?: string | undefined
  readonly level?: 1 | 2 | 3 | undefined
  readonly departments?: readonly number[] | undefined
  readonly sendEmailOnNewTicket?: boolean | undefined
}

interface Changes extends Omit<AskedChanges, 'staffId'> {
  readonly member: StoredStaff
}

/**
 * Returns whom to edit, and what of it the caller may change and is not so already.
 *
 * @throws INVALID_STAFF; INVALID_EMAIL when the address is not free
 */
async function changesOf(reader: Reader<StaffActor>, asked: AskedChanges): Promise<Changes> {
  const { actor } = reader
  const self = isOwn(actor, asked.staffId)
  const isLeader = actor.level === 3
  const member = self ? actor.account : await reader.staff.byId(asked.staffId ?? actor.id)
  if (!member) return fail('INVALID_STAFF')
  const email = asked.email === member.email ? undefined : asked.email
  if (email) await checkFreeAddress(reader, email, { kind: 'staff', id: member.id })
  return {
    member,
    email,
    level: isLeader && !self ? asked.level : undefined,
    departments: isLeader ? asked.departments : undefined,
    sendEmailOnNewTicket: self ? asked.sendEmailOnNewTicket : undefined,
  }
}

/**
 * Throws INVALID_OLD_PASSWORD unless the present password is right. On the 4.11 wire it may be left out, since its
 * forms do not have it.
 *
 * @returns the hash that it was compared with; undefined where it was left out
 */
async function checkPresentPassword(
  call: Call<StaffActor>,
  password: string | undefined,
): Promise<string | undefined> {
  if (password === undefined && call.wire === '4.11') return undefined
  await checkOwnPassword(call, password ?? '', 'INVALID_OLD_PASSWORD')
  return call.actor.account.password
}
