import { accountLock } from '../../call/index.js'
import { mailInvitation } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email } from '../../params/index.js'

/** What `/staff/resend-invite-staff` takes. */
export interface ResendInviteStaffParams {
  readonly email: string
}

/**
 * Mails an invitation again, with a new link. The old link becomes invalid.
 *
 * @throws INVALID_EMAIL, also when no staff member has the address or the invitation is not open
 */
export const resendInviteStaff = operation<ResendInviteStaffParams, null>()({
  path: '/staff/resend-invite-staff',
  permission: 'staff_3',
  params: { email: email('INVALID_EMAIL') },
  data: nothing,
  async write(tx, { email }) {
    const { id } = (await tx.staff.byEmail(email)) ?? fail('INVALID_EMAIL')
    await tx.lock([accountLock({ kind: 'staff', id }, 'update')])
    const member = await tx.staff.byId(id)
    if (member?.email !== email) return fail('INVALID_EMAIL')
    if (!(await tx.passwordTokens.open(email, 'staff', 'invitation'))) fail('INVALID_EMAIL')
    await mailInvitation(tx, { email, name: member.name, kind: 'staff' })
    await tx.log('INVITE', member.name)
    return null
  },
})
