import { transaction } from '../../call/index.js'
import { type NoParams, nothing, operation } from '../../operation/index.js'

/**
 * Ends the session of the call, and the remember token that was given with it. Other devices stay signed in.
 *
 * @throws NO_PERMISSION for who is not signed in.
 */
export const logout = operation<NoParams, null>()({
  path: '/user/logout',
  permission: 'user',
  ticketSession: true,
  session: 'ends',
  params: {},
  data: nothing,
  async steps(call) {
    const { actor } = call
    if (!actor.session) return null
    const { tokenHash, rememberHash } = actor.session
    await transaction(call, async (tx) => {
      await tx.sessions.remove(tokenHash)
      const remembered = rememberHash && (await tx.rememberTokens.byTokenHash(rememberHash))
      if (remembered) await tx.rememberTokens.remove(remembered.id)
    })
    return null
  },
})
