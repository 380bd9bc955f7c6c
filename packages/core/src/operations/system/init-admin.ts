import { checkInstallToken, installAdmin } from '../../domain/helpdesk/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email, name, optional, password, secret } from '../../params/index.js'

/** What `/system/init-admin` takes. */
export interface InitAdminParams {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly installToken?: string | undefined
}

/**
 * Makes the first staff member, of level 3 and in every department: the second step of the installation.
 *
 * @throws NO_PERMISSION unless the install token is sent, if one is configured; INVALID_NAME, INVALID_EMAIL,
 * INVALID_PASSWORD; INIT_SETTINGS_DONE when there is staff already.
 */
export const initAdmin = operation<InitAdminParams, null>()({
  path: '/system/init-admin',
  permission: 'any',
  beforeInstallation: true,
  params: {
    name: name('INVALID_NAME'),
    email: email('INVALID_EMAIL'),
    password: password('INVALID_PASSWORD'),
    installToken: optional(secret('NO_PERMISSION')),
  },
  data: nothing,
  errors: ['INIT_SETTINGS_DONE'],
  async prepare(call, { password, installToken }) {
    checkInstallToken(call, installToken)
    // Refuses before the expensive hash; `write` decides.
    if ((await call.staff.count()) > 0) fail('INIT_SETTINGS_DONE')
    return call.passwords.hash(password)
  },
  async write(tx, { name, email }, password) {
    if (!(await installAdmin(tx, { name, email, password }))) fail('INIT_SETTINGS_DONE')
    return null
  },
})
