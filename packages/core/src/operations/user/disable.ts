import { endSessions } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { user } from '../../params/index.js'

/**
 * Locks a user out, at once and everywhere.
 *
 * @throws INVALID_USER, ALREADY_DISABLED
 */
export const disable = operation({
  path: '/user/disable',
  permission: 'staff_1',
  params: { userId: user('INVALID_USER') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_USER', 'ALREADY_DISABLED'],
  async write({ storage }, { userId: { id, disabled } }) {
    if (disabled) fail('ALREADY_DISABLED')
    await storage.users.update(id, { disabled: true })
    await endSessions(storage, { kind: 'user', id })
    return null
  },
})
