import * as v from 'valibot'
import { type NoParams, operation } from '../../operation/index.js'

/** What `/user/check-session` answers. */
export interface CheckSessionAnswer {
  readonly sessionActive: boolean
}

/** Returns whether the call's session is alive; ticket sessions count. Never throws. */
export const checkSession = operation<NoParams, CheckSessionAnswer>()({
  path: '/user/check-session',
  permission: 'any',
  withinDepartments: true,
  beforeInstallation: true,
  params: {},
  data: v.object({ sessionActive: v.boolean() }),
  async read({ actor }) {
    return { sessionActive: actor.kind !== 'anonymous' }
  },
})
