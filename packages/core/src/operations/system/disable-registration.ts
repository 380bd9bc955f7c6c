import { checkOwnPassword } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { secret } from '../../params/index.js'

/**
 * Lets nobody sign up: accounts are made by staff.
 *
 * @throws INVALID_PASSWORD; MANDATORY_LOGIN_IS_DESACTIVATED while guests may write tickets, since their tickets make
 * accounts; TOO_MANY_REQUESTS.
 */
export const disableRegistration = operation({
  path: '/system/disable-registration',
  permission: 'staff_3',
  params: {
    /** The caller's own. */
    password: secret('INVALID_PASSWORD'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_PASSWORD', 'MANDATORY_LOGIN_IS_DESACTIVATED', 'TOO_MANY_REQUESTS'],
  prepare: (context, { password }) => checkOwnPassword(context, password),
  async write(context) {
    if (!(await context.settings()).mandatoryLogin) fail('MANDATORY_LOGIN_IS_DESACTIVATED')
    // Writes both, so that databases see a clash with somebody who turns the other one off meanwhile.
    await context.storage.settings.set({ 'mandatory-login': '1', registration: '0' })
    return null
  },
})
