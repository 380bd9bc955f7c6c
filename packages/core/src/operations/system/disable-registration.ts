import { checkOwnPassword } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { secret } from '../../params/index.js'

/** What `/system/disable-registration` takes. */
export interface DisableRegistrationParams {
  /** The caller's own. */
  readonly password: string
}

/**
 * Turns sign-ups off: only staff can create accounts.
 *
 * @throws INVALID_PASSWORD unless it is the caller's own; MANDATORY_LOGIN_IS_DESACTIVATED while guests may open
 *   tickets, since their tickets create accounts; TOO_MANY_REQUESTS
 */
export const disableRegistration = operation<DisableRegistrationParams, null>()({
  path: '/system/disable-registration',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
  },
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  errors: ['MANDATORY_LOGIN_IS_DESACTIVATED', 'TOO_MANY_REQUESTS'],
  prepare: (call, { password }) => checkOwnPassword(call, password),
  async write(tx) {
    if (!tx.settings.mandatoryLogin) fail('MANDATORY_LOGIN_IS_DESACTIVATED')
    await tx.settingStore.set({ registration: '0' })
    tx.emit('settings.edited', { changed: tx.settings.registration ? ['registration'] : [] })
    return null
  },
})
