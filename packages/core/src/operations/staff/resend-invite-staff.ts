import { mailInvitation, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email } from '../../params/index.js'

/**
 * Mails an invitation again, with a new link; the old one ends.
 *
 * @throws INVALID_EMAIL, also for who is no staff member or has no open invitation.
 */
export const resendInviteStaff = operation({
  path: '/staff/resend-invite-staff',
  permission: 'staff_3',
  params: { email: email('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_EMAIL'],
  async run(context, { email }) {
    const { storage } = context
    const member = await storage.staff.byEmail(email)
    if (!member || !(await storage.passwordTokens.open(email, 'staff', 'invitation')))
      return fail('INVALID_EMAIL')
    await storage.transaction(async (tx) => {
      await mailInvitation(context, tx, { email, name: member.name, kind: 'staff' })
      await writeLog(tx, context, 'INVITE', member.name)
    })
    return null
  },
})
