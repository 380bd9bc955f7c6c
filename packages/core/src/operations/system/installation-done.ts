import { column } from '../../model/index.js'
import { operation } from '../../operation.js'

/** Whether the helpdesk is installed: has settings and a staff member. Never fails. */
export const installationDone = operation({
  path: '/system/installation-done',
  permission: 'any',
  beforeInstallation: true,
  params: {},
  data: column.bit(),
  errors: [],
  async run({ settings, storage }) {
    return (await settings()).exist && (await storage.staff.count()) > 0
  },
})
