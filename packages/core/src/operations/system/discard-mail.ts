import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id } from '../../params/index.js'

/** What `/system/discard-mail` takes. */
export interface DiscardMailParams {
  readonly id: number
}

/**
 * Deletes a mail that could not be delivered.
 *
 * @throws INVALID_MAIL when no such mail has failed.
 */
export const discardMail = operation<DiscardMailParams, null>()({
  path: '/system/discard-mail',
  permission: 'staff_3',
  params: { id: id('INVALID_MAIL') },
  data: nothing,
  async write(tx, { id }) {
    if (!(await tx.outbox.discard(id))) fail('INVALID_MAIL')
    tx.emit('mail.discarded', { mailId: id })
    return null
  },
})
