import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { user } from '../../params/index.js'

/**
 * Lets a disabled user in again.
 *
 * @throws INVALID_USER, ALREADY_ENABLED
 */
export const enable = operation({
  path: '/user/enable',
  permission: 'staff_1',
  params: { userId: user('INVALID_USER') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_USER', 'ALREADY_ENABLED'],
  async write({ storage }, { userId: { id, disabled } }) {
    if (!disabled) fail('ALREADY_ENABLED')
    await storage.users.update(id, { disabled: false })
    return null
  },
})
