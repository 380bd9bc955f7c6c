import * as v from 'valibot'
import { operation } from '../../operation.js'

/** Whether the call's session is alive; ticket sessions count. Never fails. */
export const checkSession = operation({
  path: '/user/check-session',
  permission: 'any',
  beforeInstallation: true,
  params: {},
  data: v.object({ sessionActive: v.boolean() }),
  errors: [],
  async run({ actor }) {
    return { sessionActive: actor.kind !== 'anonymous' }
  },
})
