import { checkOwnPassword } from '../../domain/accounts/index.js'
import { nothing, operation } from '../../operation/index.js'
import { secret } from '../../params/index.js'

/** What `/system/enable-mandatory-login` takes. */
export interface EnableMandatoryLoginParams {
  /** The caller's own. */
  readonly password: string
}

/**
 * Requires an account for writing tickets and reading articles.
 *
 * @throws INVALID_PASSWORD unless it is the caller's own; TOO_MANY_REQUESTS.
 */
export const enableMandatoryLogin = operation<EnableMandatoryLoginParams, null>()({
  path: '/system/enable-mandatory-login',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
  },
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  prepare: (call, { password }) => checkOwnPassword(call, password),
  async write(tx) {
    await tx.settingStore.set({ 'mandatory-login': '1' })
    tx.emit('settings.edited', { changed: tx.settings.mandatoryLogin ? [] : ['mandatory-login'] })
    return null
  },
})
