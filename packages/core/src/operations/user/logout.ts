import { nothing, operation } from '../../operation.js'

/**
 * Ends the session of the call, and the remember token that was given with it. Other devices stay signed in.
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
    const { tokenHash, rememberHash } = actor.session
    await storage.transaction(async (tx) => {
      await tx.sessions.remove(tokenHash)
      const remembered = rememberHash && (await tx.rememberTokens.byTokenHash(rememberHash))
      if (remembered) await tx.rememberTokens.remove(remembered.id)
    })
    return null
  },
})
