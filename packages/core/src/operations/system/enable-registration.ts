import { checkOwnPassword } from '../../domain/accounts/index.js'
import { nothing, operation } from '../../operation/index.js'
import { secret } from '../../params/index.js'

/** What `/system/enable-registration` takes. */
export interface EnableRegistrationParams {
  /** The caller's own. */
  readonly password: string
}

/**
 * Turns sign-ups on.
 *
 * @throws INVALID_PASSWORD unless it is the caller's own; TOO_MANY_REQUESTS.
 */
export const enableRegistration = operation<EnableRegistrationParams, null>()({
  path: '/system/enable-registration',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
  },
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  prepare: (call, { password }) => checkOwnPassword(call, password),
  async write(tx) {
    await tx.settingStore.set({ registration: '1' })
    tx.emit('settings.edited', { changed: tx.settings.registration ? [] : ['registration'] })
    return null
  },
})
