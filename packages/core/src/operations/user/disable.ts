import { endSessions } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, user } from '../../params/index.js'

/** What `/user/disable` takes. */
export interface DisableUserParams {
  readonly userId: number
}

/**
 * Disables a user, who is signed out everywhere at once.
 *
 * @throws INVALID_USER, ALREADY_DISABLED
 */
export const disable = operation<DisableUserParams, null>()({
  path: '/user/disable',
  permission: 'staff_1',
  params: { user: changed(user('userId', 'INVALID_USER')) },
  data: nothing,
  errors: ['ALREADY_DISABLED'],
  async write(tx, { user: { id, disabled } }) {
    if (disabled) fail('ALREADY_DISABLED')
    await tx.users.update(id, { disabled: true })
    await endSessions(tx, { kind: 'user', id })
    tx.emit('user.disabled', { userId: id })
    return null
  },
})
