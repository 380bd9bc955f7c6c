import { mailInvitation } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email } from '../../params/index.js'

/** What `/user/resend-invite-user` takes. */
export interface ResendInviteUserParams {
  readonly email: string
}

/**
 * Mails an invitation again, with a new link. The old link becomes invalid.
 *
 * @throws INVALID_EMAIL, also when no user has the address or the invitation is not open; ALREADY_BANNED
 */
export const resendInviteUser = operation<ResendInviteUserParams, null>()({
  path: '/user/resend-invite-user',
  permission: 'staff_1',
  params: { email: email('INVALID_EMAIL') },
  locks: [{ name: 'bans', mode: 'share' }],
  data: nothing,
  errors: ['ALREADY_BANNED'],
  async write(tx, { email }) {
    if (await tx.bans.has(email)) fail('ALREADY_BANNED')
    const user = await tx.users.byEmail(email)
    if (!user || !(await tx.passwordTokens.open(email, 'user', 'invitation'))) return fail('INVALID_EMAIL')
    await mailInvitation(tx, { email, name: user.name, kind: 'user' })
    await tx.log('INVITE', user.name)
    return null
  },
})
