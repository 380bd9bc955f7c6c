import * as v from 'valibot'
import { accountLock } from '../../call/index.js'
import {
  clearAttempts,
  countAttempt,
  endSessions,
  mailPasswordChanged,
  rememberPlace,
} from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { column } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { email, password, secret } from '../../params/index.js'
import { tokenHash } from '../../platform/index.js'

/** What `/user/recover-password` takes. */
export interface RecoverPasswordParams {
  readonly email: string
  readonly password: string
  readonly token: string
}

/** What `/user/recover-password` answers. */
export interface RecoverPasswordAnswer {
  readonly staff: boolean
}

/**
 * Sets a password with the token of a recovery or invitation link, which works once. Ends all sessions of the account.
 *
 * @returns whether the account is a staff member's
 * @throws INVALID_EMAIL, also for an address without an account; INVALID_PASSWORD; NO_PERMISSION when the token is
 *   wrong, used or expired; TOO_MANY_REQUESTS
 */
export const recoverPassword = operation<RecoverPasswordParams, RecoverPasswordAnswer>()({
  path: '/user/recover-password',
  permission: 'any',
  params: {
    email: email('INVALID_EMAIL'),
    password: password('INVALID_PASSWORD'),
    token: secret('NO_PERMISSION'),
  },
  data: v.object({ staff: column.flag() }),
  errors: ['TOO_MANY_REQUESTS'],
  async prepare(call, params) {
    const { email } = params
    const token = await call.passwordTokens.byTokenHash(tokenHash(params.token))
    const known = (await call.users.byEmail(email)) ?? (await call.staff.byEmail(email))
    if (token?.email === email && token.expiresAt > call.now)
      return { token, password: await call.passwords.hash(params.password) }
    // Tokens cannot be guessed, so wrong ones from others must not block a caller who has the right one.
    await countAttempt(call, 'recovery', `token ${email}`)
    return fail(known || call.neutralAnswers ? 'NO_PERMISSION' : 'INVALID_EMAIL')
  },
  async write(tx, { email }, { token: { id, kind }, password }) {
    if (!(await tx.passwordTokens.remove(id))) fail('NO_PERMISSION')
    const staff = kind === 'staff'
    const found = (await (staff ? tx.staff : tx.users).byEmail(email)) ?? fail('NO_PERMISSION')
    const account = { kind, id: found.id }
    await tx.lock([accountLock(account, 'update')])
    if (staff) {
      await tx.staff.update(found.id, { password })
      tx.emit('staff.edited', { staffId: found.id, changed: ['password'] })
    } else {
      // The token proves the address, so sign-ups of others for it end.
      await tx.users.update(found.id, { password, notRegistered: false, verificationToken: null })
      await tx.pendingAddresses.removeOf(account)
      tx.emit('user.edited', { userId: found.id, changed: ['password'] })
    }
    await endSessions(tx, account)
    // Wrong passwords from others must not stop the owner from using the new one.
    await clearAttempts(tx, 'login', `${kind} ${found.id}`)
    await rememberPlace(tx, `${kind} ${found.id}`, account)
    mailPasswordChanged(tx, { email, name: found.name })
    return { staff }
  },
})
