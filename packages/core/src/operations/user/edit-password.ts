import { accountLock, accountOf } from '../../call/index.js'
import { checkOwnPassword, endSessions, mailPasswordChanged } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { password, secret } from '../../params/index.js'

/** What `/user/edit-password` takes. */
export interface EditPasswordParams {
  readonly newPassword: string
  readonly oldPassword: string
}

/**
 * Changes the caller's password, and ends all other sessions of the account. Access tokens cannot change it.
 *
 * @throws INVALID_PASSWORD for a bad new one; INVALID_OLD_PASSWORD; TOO_MANY_REQUESTS
 */
export const editPassword = operation<EditPasswordParams, null>()({
  path: '/user/edit-password',
  permission: 'user',
  tokens: false,
  params: {
    newPassword: password('INVALID_PASSWORD'),
    oldPassword: secret('INVALID_OLD_PASSWORD'),
  },
  locks: (actor) => [accountLock(accountOf(actor), 'update')],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async prepare(call, { newPassword, oldPassword }) {
    await checkOwnPassword(call, oldPassword, 'INVALID_OLD_PASSWORD')
    return { compared: call.actor.account.password, password: await call.passwords.hash(newPassword) }
  },
  async write(tx, _, { compared, password }) {
    const { actor } = tx
    const { id, account } = actor
    // The password may have changed while the new one was hashed.
    if (account.password !== compared) fail('INVALID_OLD_PASSWORD')
    await (actor.kind === 'staff' ? tx.staff : tx.users).update(id, { password })
    await endSessions(tx, accountOf(actor), actor.session?.tokenHash)
    mailPasswordChanged(tx, account)
    if (actor.kind === 'staff') tx.emit('staff.edited', { staffId: id, changed: ['password'] })
    else tx.emit('user.edited', { userId: id, changed: ['password'] })
    return null
  },
})
