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
 * Mails the link to set a new password, good for four hours.
 *
 * @throws INVALID_EMAIL, also for who has no account, unless the helpdesk was made with `neutralAnswers`;
 * TOO_MANY_REQUESTS.
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
    // With neutral answers nobody looks, so that the time tells nothing: the mail is queued for any address.
    const isKnown = tx.neutralAnswers || (await (staff ? tx.staff : tx.users).byEmail(email))
    if (!isKnown) fail('INVALID_EMAIL')
    mailRecovery(tx, { email, kind: staff ? 'staff' : 'user' })
    return null
  },
})
