import type { Call, StaffActor, UserActor } from '../../call/index.js'
import { fail } from '../../errors.js'
import { attempt } from './attempts.js'

/**
 * Checks the caller's own password before an irreversible action. Counts wrong ones for the account, separately from
 * logins, so that strangers cannot use them up.
 *
 * @throws INVALID_PASSWORD, or `code`; TOO_MANY_REQUESTS
 */
export async function checkOwnPassword(
  call: Call<StaffActor | UserActor>,
  password: string,
  code: 'INVALID_PASSWORD' | 'INVALID_OLD_PASSWORD' = 'INVALID_PASSWORD',
): Promise<void> {
  const { actor, passwords } = call
  await attempt(call, 'own-password', `${actor.kind} ${actor.id}`, async () => {
    if (!(await passwords.matches(password, actor.account.password))) fail(code)
  })
}
