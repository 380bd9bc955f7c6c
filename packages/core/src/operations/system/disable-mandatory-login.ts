import { checkOwnPassword, readSettings } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { secretOrNone } from '../../params/index.js'

/**
 * Lets guests write tickets and read articles.
 *
 * @throws REGISTRATION_IS_DESACTIVATED while nobody may sign up, whatever the password; INVALID_PASSWORD;
 * TOO_MANY_REQUESTS.
 */
export const disableMandatoryLogin = operation({
  path: '/system/disable-mandatory-login',
  permission: 'staff_3',
  params: {
    /** The caller's own. */
    password: secretOrNone('INVALID_PASSWORD'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'REGISTRATION_IS_DESACTIVATED', 'INVALID_PASSWORD', 'TOO_MANY_REQUESTS'],
  async run(context, { password }) {
    if (!(await context.settings()).registration) fail('REGISTRATION_IS_DESACTIVATED')
    await checkOwnPassword(context, password)
    await context.storage.transaction(async (tx) => {
      if (!(await readSettings(tx)).registration) fail('REGISTRATION_IS_DESACTIVATED')
      // Both are written, so that databases see a clash with who turns the other one off meanwhile.
      await tx.settings.set({ 'mandatory-login': '0', registration: '1' })
    })
    return null
  },
})
