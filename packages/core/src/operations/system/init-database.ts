import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { ignored } from '../../params/index.js'

/** What `/system/init-database` takes. */
export interface InitDatabaseParams {
  readonly dbHost?: string | undefined
  readonly dbPort?: string | undefined
  readonly dbName?: string | undefined
  readonly dbUser?: string | undefined
  readonly dbPassword?: string | undefined
}

/**
 * Does nothing, so that installers of 4.11 go on to the next step. There it wrote the address of the database; here the
 * storage is configured in code. All parameters are ignored.
 *
 * @throws INIT_SETTINGS_DONE when the helpdesk is installed.
 */
export const initDatabase = operation<InitDatabaseParams, null>()({
  path: '/system/init-database',
  permission: 'any',
  beforeInstallation: true,
  params: {
    dbHost: ignored(),
    dbPort: ignored(),
    dbName: ignored(),
    dbUser: ignored(),
    dbPassword: ignored(),
  },
  data: nothing,
  errors: ['INIT_SETTINGS_DONE'],
  async read({ settings, staff }) {
    if (settings.exist && (await staff.count()) > 0) fail('INIT_SETTINGS_DONE')
    return null
  },
})
