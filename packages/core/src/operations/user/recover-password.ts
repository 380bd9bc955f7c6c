import * as v from 'valibot'
import type { Context } from '../../domain/index.js'
import { attempt, endSessions, mailPasswordChanged } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { column } from '../../model/index.js'
import { operation } from '../../operation.js'
import { email, password, secret } from '../../params/index.js'
import { tokenHash } from '../../platform/index.js'

/**
 * Sets a password with the token of a mailed link, for recovery or invitation; it is good for one time. The account is
 * signed out everywhere.
 *
 * @returns whether the account is a staff member's
 * @throws INVALID_EMAIL, also for who has no account; INVALID_PASSWORD; NO_PERMISSION when the token is wrong, used or
 * too old; TOO_MANY_REQUESTS.
 */
export const recoverPassword = operation({
  path: '/user/recover-password',
  permission: 'any',
  params: {
    email: email('INVALID_EMAIL'),
    password: password('INVALID_PASSWORD'),
    token: secret('NO_PERMISSION'),
  },
  data: v.object({ staff: column.flag() }),
  errors: ['INVALID_EMAIL', 'INVALID_PASSWORD', 'NO_PERMISSION', 'TOO_MANY_REQUESTS'],
  run: (context, params) =>
    attempt(context, 'recovery', `token ${params.email}`, () => recover(context, params)),
})

async function recover(
  context: Context,
  { email, password, token }: { email: string; password: string; token: string },
) {
  const { storage, passwords, now } = context
  const known = (await storage.users.byEmail(email)) ?? (await storage.staff.byEmail(email))
  if (!known) fail(context.neutralAnswers ? 'NO_PERMISSION' : 'INVALID_EMAIL')
  const right = await storage.passwordTokens.byTokenHash(tokenHash(token))
  if (!right || right.email !== email || right.expiresAt <= now) return fail('NO_PERMISSION')
  const hash = await passwords.hash(password)
  const staff = right.kind === 'staff'
  await storage.transaction(async (tx) => {
    if (!(await tx.passwordTokens.remove(right.id))) fail('NO_PERMISSION')
    const account = (await (staff ? tx.staff : tx.users).byEmail(email)) ?? fail('NO_PERMISSION')
    if (staff) await tx.staff.update(account.id, { password: hash })
    else await tx.users.update(account.id, { password: hash, notRegistered: false })
    await endSessions(tx, { kind: right.kind, id: account.id })
    await mailPasswordChanged(context, tx, { email, name: account.name })
  })
  return { staff }
}
