import { countAttempt, mailAddressProof } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email } from '../../params/index.js'

/** What `/user/resend-email-token` takes. */
export interface ResendEmailTokenParams {
  readonly email: string
}

/**
 * Mails the link of a sign-up that proves its address again, with a new token; the last one ends.
 *
 * @throws INVALID_EMAIL; NO_PERMISSION for addresses unknown or verified already, unless the helpdesk was made with
 * `neutralAnswers`; TOO_MANY_REQUESTS.
 */
export const resendEmailToken = operation<ResendEmailTokenParams, null>()({
  path: '/user/resend-email-token',
  permission: 'any',
  params: { email: email('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'TOO_MANY_REQUESTS'],
  async prepare(call, { email }) {
    await countAttempt(call, 'verification', `mail ${email}`)
  },
  async write(tx, { email }) {
    const user = await tx.users.byEmail(email)
    const waiting = (await tx.pendingAddresses.byEmail(email)).findLast(({ signUp }) => signUp)
    if (!user?.verificationToken && !waiting && !tx.neutralAnswers) fail('NO_PERMISSION')
    // A mail that has nothing to prove is taken out of the queue again: with it, every address takes as long.
    const proof = waiting ? (`address ${waiting.id}` as const) : 'verification'
    await mailAddressProof(tx, { email, name: '' }, proof)
    return null
  },
})
