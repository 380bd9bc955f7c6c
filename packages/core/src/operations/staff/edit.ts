import { accountLock, type Call, type StaffActor, transaction, withUndo } from '../../call/index.js'
import {
  askForProof,
  checkFreeAddress,
  checkOwnPassword,
  checkPicture,
  checkStillLevel3,
  countAttempt,
  endSessions,
  lockAddresses,
  storeUploads,
} from '../../domain/index.js'
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
import type { StoredStaff } from '../../storage/index.js'

/** What `/staff/edit` takes. */
export interface EditStaffParams {
  readonly email?: string | undefined
  readonly password?: string | undefined
  /** With `password` for oneself: the present one. Forms of 4.11's clients do not have it. */
  readonly oldPassword?: string | undefined
  readonly level?: 1 | 2 | 3 | undefined
  /** Default: the caller. */
  readonly staffId?: number | undefined
  /** Ids; replaces the memberships. Tickets in departments that the member leaves lose their owner. */
  readonly departments?: readonly number[] | undefined
  readonly sendEmailOnNewTicket?: boolean | undefined
  /** A new picture. */
  readonly file?: Upload | undefined
}

/**
 * Changes a staff member: everybody oneself, level 3 anybody. Only level 3 changes levels (of others) and departments;
 * only oneself whether to get mails. What the caller may not change is ignored.
 *
 * The own address changes as with `/user/edit-email`: a token is mailed to it, where there is a mailer.
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
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, params) {
    const { actor, passwords, files, logger } = call
    const member = await memberToEdit(call, params.staffId)
    const self = member.id === actor.id
    const account = { kind: 'staff', id: member.id } as const
    const email = params.email === member.email ? undefined : params.email
    if (email) await checkFreeAddress(call, email, account)
    // Who changes the own address has to prove it; who leads the staff vouches for those of others.
    const needsProof = self && email !== undefined && call.canMail()
    if (needsProof) await countAttempt(call, 'verification', `mail ${email}`)
    if (self && params.password) await checkPresentPassword(call, params.oldPassword)
    const picture = params.file && (await checkPicture(call, params.file))
    const password = params.password && (await passwords.hash(params.password))
    const level = actor.level === 3 && !self ? params.level : undefined
    const departments = actor.level === 3 ? params.departments : undefined
    const mails = self ? params.sendEmailOnNewTicket : undefined

    await withUndo(call, async (undoable) => {
      const { file: profilePic } = await storeUploads(undoable, { file: picture, images: [] }, 'p')
      return transaction(undoable, async (tx) => {
        await tx.lock([
          { name: 'admins', mode: 'update' },
          accountLock(account, 'update'),
          ...(departments ?? []).map((id) => ({ table: 'departments', id, mode: 'share' }) as const),
        ])
        if (email) await lockAddresses(tx)
        if (!self) await checkStillLevel3(tx)
        if (email) await checkFreeAddress(tx, email, account)
        const updated = await tx.staff.update(member.id, {
          ...(email && !needsProof ? { email } : {}),
          ...(password ? { password } : {}),
          ...(level ? { level } : {}),
          ...(mails === undefined ? {} : { sendEmailOnNewTicket: mails }),
          ...(profilePic ? { profilePic } : {}),
        })
        if (!updated) fail((await tx.staff.byId(member.id)) ? 'INVALID_EMAIL' : 'INVALID_STAFF')
        if (departments) {
          await tx.staff.setDepartments(member.id, departments)
          await tx.tickets.releaseOutside(member.id, departments)
        }
        if (email && needsProof) {
          await askForProof(tx, { account, email, name: member.name, signUp: null })
        } else if (email) await tx.passwordTokens.removeOf(member.email, 'staff')
        if (password || (email && !needsProof)) {
          await endSessions(tx, account, self ? actor.session?.tokenHash : undefined)
        }
      })
    })
    if (picture && member.profilePic) {
      await files
        ?.remove(member.profilePic)
        .catch((err: unknown) => logger.warn({ err }, 'a picture was left behind'))
    }
    return null
  },
})

/** A form of 4.11 sends none: what is sent has to be right, and the native wire has to send it. */
async function checkPresentPassword(call: Call<StaffActor>, password: string | undefined) {
  if (password === undefined && call.wire === '4.11') return
  await checkOwnPassword(call, password ?? '', 'INVALID_OLD_PASSWORD')
}

async function memberToEdit(call: Call<StaffActor>, staffId: number | undefined): Promise<StoredStaff> {
  const { actor } = call
  if (staffId === undefined || staffId === actor.id) return actor.account
  if (actor.level < 3) fail('NO_PERMISSION')
  return (await call.staff.byId(staffId)) ?? fail('INVALID_STAFF')
}
