import { accountLock, type Call, transaction } from '../../call/index.js'
import { endSessions } from './sign-in.js'

/**
 * Disables a user and ends the user's sessions.
 *
 * @returns false if there is no such user
 */
export const disableUser = (call: Call, id: number): Promise<boolean> =>
  transaction(
    call,
    async (tx) => {
      const user = await tx.users.byId(id)
      if (!user) return false
      await endSessions(tx, { kind: 'user', id })
      await tx.passwordTokens.removeOf(user.email, 'user')
      if (user.disabled) return true
      await tx.users.update(id, { disabled: true })
      tx.emit('user.disabled', { userId: id })
      return true
    },
    [accountLock({ kind: 'user', id }, 'update')],
  )
