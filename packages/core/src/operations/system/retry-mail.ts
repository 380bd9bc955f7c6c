import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { id } from '../../params/index.js'

/**
 * Makes a mail that could not be delivered due now, also one that was given up.
 *
 * @throws INVALID_MAIL when no such mail has failed.
 */
export const retryMail = operation({
  path: '/system/retry-mail',
  permission: 'staff_3',
  params: { id: id('INVALID_MAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_MAIL'],
  async write({ storage, now }, { id }) {
    if (!(await storage.outbox.retry(id, now))) fail('INVALID_MAIL')
    return null
  },
})
