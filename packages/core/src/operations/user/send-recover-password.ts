import { countAttempt, mailRecovery } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email, flag } from '../../params/index.js'

/**
 * Mails the link to set a new password, good for four hours.
 *
 * @throws INVALID_EMAIL, also for who has no account, unless the helpdesk was made with `neutralAnswers`;
 * TOO_MANY_REQUESTS.
 */
export const sendRecoverPassword = operation({
  path: '/user/send-recover-password',
  permission: 'any',
  params: {
    email: email('INVALID_EMAIL'),
    /** Whether the account is a staff member's. */
    staff: flag(),
  },
  data: nothing,
  errors: ['INVALID_EMAIL', 'TOO_MANY_REQUESTS'],
  async run(context, { email, staff }) {
    const { storage, neutralAnswers } = context
    await countAttempt(context, 'recovery', email)
    // With neutral answers nobody looks, so that the time tells nothing: the mail is queued for any address.
    const isKnown = neutralAnswers || (await (staff ? storage.staff : storage.users).byEmail(email))
    if (!isKnown) fail('INVALID_EMAIL')
    const receiver = { email, kind: staff ? 'staff' : 'user' } as const
    await storage.transaction((tx) => mailRecovery(context, tx, receiver))
    return null
  },
})
