import { lockUserOf, type Reader } from '../../call/index.js'
import { attempt, takeAddress, verificationLifetime } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email, secret } from '../../params/index.js'
import { sameText, tokenHash } from '../../platform/index.js'
import type { StoredPendingAddress, StoredUser } from '../../storage/index.js'

/** What `/user/verify` takes. */
export interface VerifyParams {
  readonly email: string
  readonly token: string
}

/**
 * Verifies an address with the token that was mailed to it, within 7 days. The token belongs to a sign-up or to a
 * change of address, which then takes effect.
 *
 * @throws INVALID_EMAIL, also when the account can no longer get the address; INVALID_TOKEN when the token is wrong or
 *   expired, and when the address is unknown or verified already; TOO_MANY_REQUESTS
 */
export const verify = operation<VerifyParams, null>()({
  path: '/user/verify',
  permission: 'any',
  params: { email: email('INVALID_EMAIL'), token: secret('INVALID_TOKEN') },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async prepare(call, { email, token }) {
    const hash = tokenHash(token)
    await attempt(call, 'verification', email, async () => {
      const user = await call.users.byEmail(email)
      if (user && isVerifiedBy(user, hash, call.now)) return
      await waitingFor(call, email, hash)
    })
  },
  async write(tx, { email, token }) {
    const { actor, now } = tx
    const hash = tokenHash(token)
    const user = await lockUserOf(tx, email)
    if (user && isVerifiedBy(user, hash, now)) {
      await tx.users.update(user.id, { verificationToken: null })
      tx.emit('user.verified', { userId: user.id })
      return null
    }
    const pending = await waitingFor(tx, email, hash)
    if (!(await tx.pendingAddresses.remove(pending.id))) fail('INVALID_TOKEN')
    const session = actor.kind === 'anonymous' ? undefined : actor.session?.tokenHash
    const signedUp = await takeAddress(tx, pending, session)
    if (signedUp !== undefined) tx.emit('user.created', { userId: signedUp, email })
    return null
  },
})

/** Returns when the token of a sign-up expires. Older versions stored only the sign-up date. */
const endOf = ({ verificationExpiresAt, signupDate }: StoredUser): Date =>
  verificationExpiresAt ?? new Date(signupDate.getTime() + verificationLifetime)

/** Returns whether the token verifies the sign-up of an account. Throws INVALID_TOKEN if it has expired. */
function isVerifiedBy(user: StoredUser, hash: string, now: Date): boolean {
  if (!user.verificationToken || !sameText(hash, user.verificationToken)) return false
  if (endOf(user) <= now) fail('INVALID_TOKEN')
  return true
}

/** Returns the change of address or the sign-up that the token belongs to. Throws INVALID_TOKEN if there is none. */
async function waitingFor(
  { pendingAddresses, now }: Reader,
  email: string,
  hash: string,
): Promise<StoredPendingAddress> {
  const waiting = await pendingAddresses.byEmail(email)
  const pending = waiting.find(({ tokenHash }) => sameText(tokenHash, hash))
  return pending && pending.expiresAt > now ? pending : fail('INVALID_TOKEN')
}
