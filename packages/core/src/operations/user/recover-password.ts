import * as v from 'valibot'
import { accountLock, type Call, transaction } from '../../call/index.js'
import {
  clearAttempts,
  countAttempt,
  endSessions,
  mailPasswordChanged,
  rememberPlace,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { column } from '../../model/index.js'
import { operation } from '../../operation/index.js'
import { email, password, secret } from '../../params/index.js'
import { tokenHash } from '../../platform/index.js'
import type { StoredPasswordToken } from '../../storage/index.js'

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
 * Sets a password with the token of a mailed link, for recovery or invitation; it is good for one time. The account is
 * signed out everywhere.
 *
 * @returns whether the account is a staff member's
 * @throws INVALID_EMAIL, also for who has no account; INVALID_PASSWORD; NO_PERMISSION when the token is wrong, used or
 * too old; TOO_MANY_REQUESTS.
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
  async steps(call, params) {
    const { now } = call
    const { email } = params
    const token = await call.passwordTokens.byTokenHash(tokenHash(params.token))
    const known = (await call.users.byEmail(email)) ?? (await call.staff.byEmail(email))
    if (token?.email === email && token.expiresAt > now) return recover(call, params, token)
    // Nobody guesses a token: the wrong ones of others keep none out who has the right one.
    await countAttempt(call, 'recovery', `token ${email}`)
    return fail(known || call.neutralAnswers ? 'NO_PERMISSION' : 'INVALID_EMAIL')
  },
})

async function recover(
  call: Call,
  { email, password }: { readonly email: string; readonly password: string },
  { id, kind }: StoredPasswordToken,
) {
  const { passwords } = call
  const hash = await passwords.hash(password)
  const staff = kind === 'staff'
  await transaction(call, async (tx) => {
    if (!(await tx.passwordTokens.remove(id))) fail('NO_PERMISSION')
    const row = (await (staff ? tx.staff : tx.users).byEmail(email)) ?? fail('NO_PERMISSION')
    const account = { kind, id: row.id }
    await tx.lock([accountLock(account, 'update')])
    if (staff) await tx.staff.update(row.id, { password: hash })
    else {
      // Who has the mail has the address: sign-ups of others for it end.
      await tx.users.update(row.id, { password: hash, notRegistered: false, verificationToken: null })
      await tx.pendingAddresses.removeOf(account)
    }
    await endSessions(tx, account)
    // The wrong passwords of others do not keep the owner from using the new one.
    await clearAttempts(tx, 'login', `${kind} ${row.id}`)
    await rememberPlace(tx, `${kind} ${row.id}`, account)
    await mailPasswordChanged(tx, { email, name: row.name })
  })
  return { staff }
}
