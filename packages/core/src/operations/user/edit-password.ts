import { checkOwnPassword, endSessions, mailPasswordChanged } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { password, secret } from '../../params/index.js'
import { accountOf } from '../../session.js'

/**
 * Changes the caller's password, and signs the account out everywhere else.
 *
 * @throws INVALID_PASSWORD for a bad new one; INVALID_OLD_PASSWORD; TOO_MANY_REQUESTS.
 */
export const editPassword = operation({
  path: '/user/edit-password',
  permission: 'user',
  params: {
    newPassword: password('INVALID_PASSWORD'),
    oldPassword: secret('INVALID_OLD_PASSWORD'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_PASSWORD', 'INVALID_OLD_PASSWORD', 'TOO_MANY_REQUESTS'],
  async run(context, { newPassword, oldPassword }) {
    const { actor, storage, passwords } = context
    const { id, name, email, password: compared } = actor.account
    await checkOwnPassword(context, oldPassword, 'INVALID_OLD_PASSWORD')
    const password = await passwords.hash(newPassword)
    await storage.transaction(async (tx) => {
      const accounts = actor.kind === 'staff' ? tx.staff : tx.users
      // Somebody else may have changed it while this one was hashed.
      if ((await accounts.byId(id))?.password !== compared) fail('INVALID_OLD_PASSWORD')
      await accounts.update(id, { password })
      await endSessions(tx, accountOf(actor), actor.session?.tokenHash)
      await mailPasswordChanged(context, tx, { email, name })
    })
    return null
  },
})
