import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id } from '../../params/index.js'

/** What `/system/retry-mail` takes. */
export interface RetryMailParams {
  readonly id: number
}

/**
 * Makes a mail that could not be delivered due now, dead letters included.
 *
 * @throws INVALID_MAIL when no such mail has failed.
 */
export const retryMail = operation<RetryMailParams, null>()({
  path: '/system/retry-mail',
  permission: 'staff_3',
  params: { id: id('INVALID_MAIL') },
  data: nothing,
  async write(tx, { id }) {
    const { now } = tx
    if (!(await tx.outbox.retry(id, now))) fail('INVALID_MAIL')
    tx.emit('mail.retried', { mailId: id })
    return null
  },
})
