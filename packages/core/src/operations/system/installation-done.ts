import { column } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns whether the helpdesk is installed: has settings and a staff member. */
export const installationDone = operation<NoParams, boolean>()({
  path: '/system/installation-done',
  permission: 'any',
  beforeInstallation: true,
  params: {},
  data: column.bit(),
  async read(call) {
    const { settings } = call
    return settings.exist && (await call.staff.count()) > 0
  },
})
