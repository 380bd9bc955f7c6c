import type { Context } from '../../domain/index.js'
import {
  askForProof,
  checkFreeAddress,
  checkOwnPassword,
  checkPicture,
  checkStillLevel3,
  countAttempt,
  endSessions,
  withStoredUploads,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
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
import type { StaffActor } from '../../session.js'
import type { StoredStaff } from '../../storage/index.js'

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
export const edit = operation({
  path: '/staff/edit',
  permission: 'staff_1',
  params: {
    email: unlessOff(email('INVALID_EMAIL')),
    password: unlessOff(password('INVALID_PASSWORD')),
    /** With `password` for oneself: the present one. Forms of 4.11's clients do not have it. */
    oldPassword: optional(secret('INVALID_OLD_PASSWORD')),
    level: unlessOff(level('INVALID_LEVEL')),
    /** Default: the caller. */
    staffId: unless(['', '0'], id('INVALID_STAFF')),
    /** Ids; replaces the memberships. Tickets in departments that the member leaves lose their owner. */
    departments: unless(['', '0'], existingDepartments('INVALID_DEPARTMENT')),
    sendEmailOnNewTicket: unless([''], onOff('INVALID_SETTING')),
    /** A new picture. */
    file: file('INVALID_FILE'),
  },
  data: nothing,
  errors: [
    'NO_PERMISSION',
    'INVALID_EMAIL',
    'INVALID_PASSWORD',
    'INVALID_OLD_PASSWORD',
    'TOO_MANY_REQUESTS',
    'INVALID_LEVEL',
    'INVALID_STAFF',
    'INVALID_DEPARTMENT',
    'INVALID_SETTING',
    'INVALID_FILE',
  ],
  async run(context, params) {
    const { actor, storage, passwords, files, log, mail } = context
    const member = await memberToEdit(context, params.staffId)
    const self = member.id === actor.id
    const account = { kind: 'staff', id: member.id } as const
    const email = params.email === member.email ? undefined : params.email
    if (email) await checkFreeAddress(storage, email, account)
    // Who changes the own address has to prove it; who leads the staff vouches for those of others.
    const needsProof = self && email !== undefined && mail.configured(await context.settings())
    if (needsProof) await countAttempt(context, 'verification', `mail ${email}`)
    if (self && params.password) await checkPresentPassword(context, params.oldPassword)
    const picture = params.file && (await checkPicture(context, params.file))
    const password = params.password && (await passwords.hash(params.password))
    const level = actor.level === 3 && !self ? params.level : undefined
    const departments = actor.level === 3 ? params.departments : undefined
    const mails = self ? params.sendEmailOnNewTicket : undefined

    await withStoredUploads(context, { file: picture, images: [] }, 'p', ({ file: profilePic }) =>
      storage.transaction(async (tx) => {
        if (!self) await checkStillLevel3(tx, actor)
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
          await askForProof(context, tx, { account, email, name: member.name, signUp: null })
        } else if (email) await tx.passwordTokens.removeOf(member.email, 'staff')
        if (password || (email && !needsProof)) {
          await endSessions(tx, account, self ? actor.session?.tokenHash : undefined)
        }
      }),
    )
    if (picture && member.profilePic) {
      await files
        ?.remove(member.profilePic)
        .catch((err: unknown) => log.warn({ err }, 'a picture was left behind'))
    }
    return null
  },
})

/** A form of 4.11 sends none: what is sent has to be right, and the native wire has to send it. */
async function checkPresentPassword(context: Context<StaffActor>, password: string | undefined) {
  if (password === undefined && context.wire === '4.11') return
  await checkOwnPassword(context, password ?? '', 'INVALID_OLD_PASSWORD')
}

async function memberToEdit(
  { actor, storage }: Context<StaffActor>,
  staffId: number | undefined,
): Promise<StoredStaff> {
  if (staffId === undefined || staffId === actor.id) return actor.account
  if (actor.level < 3) fail('NO_PERMISSION')
  return (await storage.staff.byId(staffId)) ?? fail('INVALID_STAFF')
}
