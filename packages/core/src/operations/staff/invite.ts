import * as v from 'valibot'
import { mailInvitation } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { email, existingDepartments, level, name, optional, secret } from '../../params/index.js'
import { noPassword } from '../../platform/index.js'

/** What `/staff/invite` takes. */
export interface InviteStaffParams {
  readonly name: string
  readonly email: string
  readonly level: 1 | 2 | 3
  /** Ids; may be none. */
  readonly departments: readonly number[]
  /** Pictures come with `staff.edit`: only an empty text is kept. */
  readonly profilePic?: string | undefined
}

/** What `/staff/invite` answers. */
export interface InviteStaffAnswer {
  readonly id: number
}

/**
 * Creates a staff member, and mails the link for setting the password.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_LEVEL; INVALID_DEPARTMENT unless all of them exist; ALREADY_A_STAFF
 */
export const invite = operation<InviteStaffParams, InviteStaffAnswer>()({
  path: '/staff/invite',
  permission: 'staff_3',
  params: {
    name: name('INVALID_NAME'),
    email: email('INVALID_EMAIL'),
    level: level('INVALID_LEVEL'),
    departments: existingDepartments('INVALID_DEPARTMENT'),
    profilePic: optional(secret('INVALID_FILE')),
  },
  locks: (_, { departments }) => [
    { name: 'members', mode: 'update' },
    ...departments.map((id) => ({ table: 'departments' as const, id, mode: 'share' as const })),
  ],
  data: v.object({ id: v.number() }),
  errors: ['ALREADY_A_STAFF'],
  async write(tx, { name, email, level, departments, profilePic }) {
    const member = {
      name,
      email,
      level,
      password: noPassword,
      sendEmailOnNewTicket: false,
      profilePic: profilePic === '' ? '' : null,
    }
    const id = (await tx.staff.insert(member)) ?? fail('ALREADY_A_STAFF')
    await tx.staff.setDepartments(id, departments)
    await mailInvitation(tx, { email, name, kind: 'staff' })
    await tx.log('INVITE', name)
    tx.emit('staff.created', { staffId: id })
    return { id }
  },
})
