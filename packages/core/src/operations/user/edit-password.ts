import { accountLock, accountOf, transaction } from '../../call/index.js'
import { checkOwnPassword, endSessions, mailPasswordChanged } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { password, secret } from '../../params/index.js'

/** What `/user/edit-password` takes. */
export interface EditPasswordParams {
  readonly newPassword: string
  readonly oldPassword: string
}

/**
 * Changes the caller's password, and signs the account out everywhere else.
 *
 * @throws INVALID_PASSWORD for a bad new one; INVALID_OLD_PASSWORD; TOO_MANY_REQUESTS.
 */
export const editPassword = operation<EditPasswordParams, null>()({
  path: '/user/edit-password',
  permission: 'user',
  params: {
    newPassword: password('INVALID_PASSWORD'),
    oldPassword: secret('INVALID_OLD_PASSWORD'),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { newPassword, oldPassword }) {
    const { actor, passwords } = call
    const { id, name, email, password: compared } = actor.account
    await checkOwnPassword(call, oldPassword, 'INVALID_OLD_PASSWORD')
    const password = await passwords.hash(newPassword)
    await transaction(call, async (tx) => {
      const accounts = actor.kind === 'staff' ? tx.staff : tx.users
      await tx.lock([accountLock(accountOf(actor), 'update')])
      // Somebody else may have changed it while this one was hashed.
      if ((await accounts.byId(id))?.password !== compared) fail('INVALID_OLD_PASSWORD')
      await accounts.update(id, { password })
      await endSessions(tx, accountOf(actor), actor.session?.tokenHash)
      await mailPasswordChanged(tx, { email, name })
    })
    return null
  },
})
