import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id } from '../../params/index.js'

/** What `/system/retry-untaken-mail` takes. */
export interface RetryUntakenMailParams {
  readonly id: number
}

/**
 * Makes the next poll of the mailbox read an incoming mail again that is in no ticket. Call it after you have changed the
 * setting, the ban or the account for which the mail was refused. A mail that is no longer in the mailbox stays in the list.
 *
 * @throws INVALID_MAIL unless the list of untaken mails has it, without a ticket.
 */
export const retryUntakenMail = operation<RetryUntakenMailParams, null>()({
  path: '/system/retry-untaken-mail',
  permission: 'staff_3',
  params: { id: id('INVALID_MAIL') },
  data: nothing,
  async write(tx, { id }) {
    if (!(await tx.mailLedger.retry(id))) fail('INVALID_MAIL')
    tx.emit('untakenMail.retried', { untakenMailId: id })
    return null
  },
})
