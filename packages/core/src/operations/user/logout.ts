import { type NoParams, nothing, operation } from '../../operation/index.js'

/**
 * Ends the session of the call, and the remember token that was issued with it. Other devices stay signed in.
 *
 * @throws NO_PERMISSION unless the caller is signed in
 */
export const logout = operation<NoParams, null>()({
  path: '/user/logout',
  permission: 'user',
  ticketSession: true,
  session: 'ends',
  params: {},
  data: nothing,
  async write(tx) {
    const { session } = tx.actor
    if (!session) return null
    await tx.sessions.remove(session.tokenHash)
    const remembered = session.rememberHash && (await tx.rememberTokens.byTokenHash(session.rememberHash))
    if (remembered) await tx.rememberTokens.remove(remembered.id)
    return null
  },
})
