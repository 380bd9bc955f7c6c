import { fail } from '../errors.js'
import type { StaffActor } from '../session.js'
import { attempt } from './attempts.js'
import type { Context } from './context.js'

/**
 * Asks a staff member for the own password before something that cannot be taken back. Wrong ones count as attempts to
 * log in.
 *
 * @throws INVALID_PASSWORD; TOO_MANY_REQUESTS
 */
export async function checkOwnPassword(context: Context<StaffActor>, password: string): Promise<void> {
  const { actor, passwords } = context
  await attempt(context, 'login', `${actor.kind} ${actor.account.email}`, async () => {
    if (!(await passwords.matches(password, actor.account.password))) fail('INVALID_PASSWORD')
  })
}
