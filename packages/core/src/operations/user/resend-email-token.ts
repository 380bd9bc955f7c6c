import { countAttempt, mailSignup } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'

/**
 * Mails the link that verifies an address again, with a new token.
 *
 * @throws INVALID_EMAIL; NO_PERMISSION for addresses unknown or verified already, unless the helpdesk was made with
 * `neutralAnswers`; TOO_MANY_REQUESTS.
 */
export const resendEmailToken = operation({
  path: '/user/resend-email-token',
  permission: 'any',
  params: { email: email('INVALID_EMAIL') },
  data: nothing,
  errors: ['INVALID_EMAIL', 'NO_PERMISSION', 'TOO_MANY_REQUESTS'],
  async run(context, { email }) {
    const { storage, random } = context
    await countAttempt(context, 'verification', `mail ${email}`)
    const user = await storage.users.byEmail(email)
    if (!user?.verificationToken) return context.neutralAnswers ? null : fail('NO_PERMISSION')
    const token = randomToken(random)
    await storage.transaction(async (tx) => {
      await tx.users.update(user.id, { verificationToken: tokenHash(token) })
      await mailSignup(context, tx, user, token)
    })
    return null
  },
})
