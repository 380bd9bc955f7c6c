import { nothing, operation } from '../../operation.js'

/**
 * Ends the session of the call. Remember tokens of the account end with it: who logs out wants to be out.
 *
 * @throws NO_PERMISSION for who is not signed in.
 */
export const logout = operation({
  path: '/user/logout',
  permission: 'user',
  ticketSession: true,
  session: 'ends',
  params: {},
  data: nothing,
  errors: ['NO_PERMISSION'],
  async run({ actor, storage }) {
    if (!actor.session) return null
    await storage.sessions.remove(actor.session.tokenHash)
    if (actor.kind !== 'ticket') await storage.rememberTokens.removeOf(actor.session.account)
    return null
  },
})
