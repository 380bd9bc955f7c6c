import { mailInvitation, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email } from '../../params/index.js'

/**
 * Mails an invitation again, with a new link; the old one ends.
 *
 * @throws INVALID_EMAIL, also for who is no user or has no open invitation; ALREADY_BANNED.
 */
export const resendInviteUser = operation({
  path: '/user/resend-invite-user',
  permission: 'staff_1',
  params: { email: email('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_EMAIL', 'ALREADY_BANNED'],
  async run(context, { email }) {
    const { storage } = context
    if (await storage.bans.has(email)) fail('ALREADY_BANNED')
    const user = await storage.users.byEmail(email)
    if (!user || !(await storage.passwordTokens.open(email, 'user', 'invitation')))
      return fail('INVALID_EMAIL')
    await storage.transaction(async (tx) => {
      await mailInvitation(context, tx, { email, name: user.name, kind: 'user' })
      await writeLog(tx, context, 'INVITE', user.name)
    })
    return null
  },
})
