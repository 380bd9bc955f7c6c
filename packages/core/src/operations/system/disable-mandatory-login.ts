import { checkOwnPassword } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { secretOrNone } from '../../params/index.js'

/** What `/system/disable-mandatory-login` takes. */
export interface DisableMandatoryLoginParams {
  /** The caller's own. */
  readonly password: string
}

/**
 * Allows guests to write tickets and read articles.
 *
 * @throws REGISTRATION_IS_DESACTIVATED while nobody may sign up, whatever the password; INVALID_PASSWORD;
 * TOO_MANY_REQUESTS.
 */
export const disableMandatoryLogin = operation<DisableMandatoryLoginParams, null>()({
  path: '/system/disable-mandatory-login',
  permission: 'staff_3',
  params: {
    password: secretOrNone('INVALID_PASSWORD'),
  },
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  errors: ['REGISTRATION_IS_DESACTIVATED', 'TOO_MANY_REQUESTS'],
  async prepare(call, { password }) {
    if (!call.settings.registration) fail('REGISTRATION_IS_DESACTIVATED')
    return checkOwnPassword(call, password)
  },
  async write(tx) {
    if (!tx.settings.registration) fail('REGISTRATION_IS_DESACTIVATED')
    await tx.settingStore.set({ 'mandatory-login': '0' })
    tx.emit('settings.edited', { changed: tx.settings.mandatoryLogin ? ['mandatory-login'] : [] })
    return null
  },
})
