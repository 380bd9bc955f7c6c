import { attempt } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { secret } from '../../params/index.js'
import { type MailTrouble, sameText } from '../../platform/index.js'

/** What `/system/email-polling` takes. */
export interface EmailPollingParams {
  readonly token: string
}

/**
 * Makes tickets and comments from incoming mails. Meant for a cron job that sends the setting `imap-token`. Each mail
 * has a transaction of its own: one that fails does not stop the others.
 *
 * @throws INVALID_TOKEN unless it is that setting, and always while the setting is empty; TOO_MANY_REQUESTS after wrong
 * tokens; EMAIL_POLLING when the mailbox cannot be read or mails failed, with a list of these as its details.
 */
export const emailPolling = operation<EmailPollingParams, null>()({
  path: '/system/email-polling',
  permission: 'any',
  params: { token: secret('INVALID_TOKEN') },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS', 'EMAIL_POLLING'],
  async steps(call, { token }) {
    const { imapToken } = call.settings
    await attempt(call, 'polling', call.ip ?? '', async () => {
      if (imapToken === '' || !sameText(token, imapToken)) fail('INVALID_TOKEN')
    })
    const failed = await call.pollMail().then(
      (poll) => poll.failed,
      (error: unknown): readonly MailTrouble[] => {
        call.logger.error({ err: error }, 'the mailbox cannot be read')
        return [{ author: null, ticketNumber: null, error: 'IMAP_CONNECTION' }]
      },
    )
    if (failed.length > 0) fail('EMAIL_POLLING', failed)
    return null
  },
})
