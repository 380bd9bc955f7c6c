import { countAttempt, mailAddressProof } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email } from '../../params/index.js'

/** What `/user/resend-email-token` takes. */
export interface ResendEmailTokenParams {
  readonly email: string
}

/**
 * Mails the verification link of a sign-up again, with a new token. The old token becomes invalid.
 *
 * @throws INVALID_EMAIL; NO_PERMISSION when the address is unknown or verified already, unless the option
 *   `neutralAnswers` is set; TOO_MANY_REQUESTS
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
    // Queue a mail for any address, so that the answer takes equally long for each; delivery drops mails that prove
    // nothing.
    const proof = waiting ? (`address ${waiting.id}` as const) : 'verification'
    await mailAddressProof(tx, { email, name: '' }, proof)
    return null
  },
})
