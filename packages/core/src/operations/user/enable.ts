import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, user } from '../../params/index.js'

/** What `/user/enable` takes. */
export interface EnableUserParams {
  readonly userId: number
}

/**
 * Enables a disabled user.
 *
 * @throws INVALID_USER, ALREADY_ENABLED
 */
export const enable = operation<EnableUserParams, null>()({
  path: '/user/enable',
  permission: 'staff_1',
  params: { user: changed(user('userId', 'INVALID_USER')) },
  data: nothing,
  errors: ['ALREADY_ENABLED'],
  async write(tx, { user: { id, disabled } }) {
    if (!disabled) fail('ALREADY_ENABLED')
    await tx.users.update(id, { disabled: false })
    tx.emit('user.enabled', { userId: id })
    return null
  },
})
