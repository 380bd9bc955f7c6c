import * as v from 'valibot'
import { operation } from '../../operation/index.js'

/** Whether the call's session is alive; ticket sessions count. Never fails. */
export const checkSession = operation({
  path: '/user/check-session',
  permission: 'any',
  beforeInstallation: true,
  params: {},
  data: v.object({ sessionActive: v.boolean() }),
  async steps(call) {
    const { actor } = call
    return { sessionActive: actor.kind !== 'anonymous' }
  },
})
