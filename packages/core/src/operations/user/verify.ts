import { lockUserOf, type Tx, transaction } from '../../call/index.js'
import { attempt, takeAddress, verificationLifetime } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email, secret } from '../../params/index.js'
import { sameText, tokenHash } from '../../platform/index.js'
import type { StoredUser } from '../../storage/index.js'

/** What `/user/verify` takes. */
export interface VerifyParams {
  readonly email: string
  readonly token: string
}

/**
 * Proves an address with the token that was mailed to it, within 7 days: the one of a sign-up, or the new one of an
 * account that changes its address. What waited for the proof takes effect.
 *
 * @throws INVALID_EMAIL, also for an address that cannot be given to the account any more; INVALID_TOKEN when it is
 * another one or too old, and for addresses unknown or verified already; TOO_MANY_REQUESTS.
 */
export const verify = operation<VerifyParams, null>()({
  path: '/user/verify',
  permission: 'any',
  params: { email: email('INVALID_EMAIL'), token: secret('INVALID_TOKEN') },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { email, token }) {
    const { actor, now } = call
    const hash = tokenHash(token)
    const session = actor.kind === 'anonymous' ? undefined : actor.session?.tokenHash
    const signedUp = await attempt(call, 'verification', email, () =>
      transaction(call, async (tx) => {
        if (await verifySignUp(tx, email, hash, now)) return undefined
        const waiting = await tx.pendingAddresses.byEmail(email)
        const pending = waiting.find(({ tokenHash }) => sameText(tokenHash, hash))
        if (!pending || pending.expiresAt <= now) return fail('INVALID_TOKEN')
        if (!(await tx.pendingAddresses.remove(pending.id))) fail('INVALID_TOKEN')
        return takeAddress(tx, pending, session)
      }),
    )
    if (signedUp !== undefined) call.emit('user.created', { userId: signedUp, email })
    return null
  },
})

/** When the token of a sign-up ends; older versions have kept only when that was. */
const endOf = ({ verificationExpiresAt, signupDate }: StoredUser): Date =>
  verificationExpiresAt ?? new Date(signupDate.getTime() + verificationLifetime)

/** Whether an account waited for this token, and is verified now. */
async function verifySignUp(tx: Tx, email: string, hash: string, now: Date): Promise<boolean> {
  const user = await lockUserOf(tx, email)
  const expected = user?.verificationToken
  if (!user || !expected || !sameText(hash, expected)) return false
  if (endOf(user) <= now) fail('INVALID_TOKEN')
  return tx.users.update(user.id, { verificationToken: null })
}
