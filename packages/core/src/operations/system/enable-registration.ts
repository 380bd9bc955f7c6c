import { checkOwnPassword } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { secret } from '../../params/index.js'

/**
 * Lets anybody sign up.
 *
 * @throws INVALID_PASSWORD; TOO_MANY_REQUESTS.
 */
export const enableRegistration = operation({
  path: '/system/enable-registration',
  permission: 'staff_3',
  params: {
    /** The caller's own. */
    password: secret('INVALID_PASSWORD'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_PASSWORD', 'TOO_MANY_REQUESTS'],
  prepare: (context, { password }) => checkOwnPassword(context, password),
  async write(context) {
    await context.storage.settings.set({ registration: '1' })
    return null
  },
})
