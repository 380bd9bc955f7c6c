import { countAttempt, mailRecovery } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email, flag } from '../../params/index.js'

/** What `/user/send-recover-password` takes. */
export interface SendRecoverPasswordParams {
  readonly email: string
  /** Whether the account is a staff member's. */
  readonly staff?: boolean | undefined
}

/**
 * Mails a link for setting a new password, valid for four hours.
 *
 * @throws INVALID_EMAIL, also for an address without an account, unless the option `neutralAnswers` is set;
 *   TOO_MANY_REQUESTS
 */
export const sendRecoverPassword = operation<SendRecoverPasswordParams, null>()({
  path: '/user/send-recover-password',
  permission: 'any',
  params: {
    email: email('INVALID_EMAIL'),
    staff: flag(),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async prepare(call, { email }) {
    await countAttempt(call, 'recovery', email)
  },
  async write(tx, { email, staff }) {
    // With neutral answers, queue a mail for any address without a lookup, so that timing reveals nothing.
    const isKnown = tx.neutralAnswers || (await (staff ? tx.staff : tx.users).byEmail(email))
    if (!isKnown) fail('INVALID_EMAIL')
    mailRecovery(tx, { email, kind: staff ? 'staff' : 'user' })
    return null
  },
})
