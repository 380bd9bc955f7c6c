import { checkOwnPassword } from '../../domain/index.js'
import { nothing, operation } from '../../operation/index.js'
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
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  prepare: (call, { password }) => checkOwnPassword(call, password),
  async write(tx) {
    await tx.settingStore.set({ 'mandatory-login': '1' })
    return null
  },
})
