import { checkOwnPassword } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { secret } from '../../params/index.js'

/**
 * Lets nobody but accounts write tickets and read articles.
 *
 * @throws INVALID_PASSWORD; TOO_MANY_REQUESTS.
 */
export const enableMandatoryLogin = operation({
  path: '/system/enable-mandatory-login',
  permission: 'staff_3',
  params: {
    /** The caller's own. */
    password: secret('INVALID_PASSWORD'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_PASSWORD', 'TOO_MANY_REQUESTS'],
  prepare: (context, { password }) => checkOwnPassword(context, password),
  async write(context) {
    await context.storage.settings.set({ 'mandatory-login': '1' })
    return null
  },
})
