import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { networkOf, tokenHash } from '../../platform/index.js'
import type { Stores } from '../../storage/index.js'

type AttemptKind =
  | 'login'
  | 'own-password'
  | 'check'
  | 'recovery'
  | 'verification'
  | 'signup'
  | 'connection'
  | 'polling'

type AttemptCall = Pick<Call, 'attempts' | 'settings' | 'now' | 'ip'>

const windowMs = 15 * 60_000
/** An IP address or a network is often shared, so it gets a higher limit than a single account. */
const addressFactor = 10

/** Returns the whole seconds until the last of the limits ends, at least one. */
export const secondsUntil = (ends: readonly Date[], now: Date) =>
  Math.max(1, ...ends.map((end) => Math.ceil((end.getTime() - now.getTime()) / 1000)))

/**
 * Counts a request that has a cost each time, such as a mail, whatever its outcome.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function countAttempt(
  { attempts, settings, now, ip }: AttemptCall,
  kind: AttemptKind,
  account: string,
): Promise<{ readonly accountKey: string; readonly addressKey: string | undefined }> {
  const { attemptLimit } = settings
  // Callers may send any text. Its hash is short, and fits every database.
  const accountKey = accountKeyOf(kind, account)
  const addressKey = ip === undefined ? undefined : `${kind}@${networkOf(ip)}`
  if (attemptLimit > 0) {
    const onAccount = await attempts.add(accountKey, now, windowMs)
    const fromAddress = addressKey ? await attempts.add(addressKey, now, windowMs) : { count: 0, until: now }
    const ends: Date[] = []
    if (onAccount.count > attemptLimit) ends.push(onAccount.until)
    if (fromAddress.count > attemptLimit * addressFactor) ends.push(fromAddress.until)
    if (ends.length > 0) fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil(ends, now) })
  }
  return { accountKey, addressKey }
}

const accountKeyOf = (kind: AttemptKind, account: string) => `${kind}:${tokenHash(account)}`

/** Clears the attempts on an account. */
export const clearAttempts = (
  { attempts }: Pick<Stores, 'attempts'>,
  kind: AttemptKind,
  account: string,
): Promise<void> => attempts.clear(accountKeyOf(kind, account))

/**
 * Runs a check that a caller could brute-force. Counts it as an attempt on the account and from the caller's address,
 * in the storage, so that all processes share the count. A success resets the count.
 *
 * @param kind what is checked; each kind has its own count
 * @param account whose secret is checked: the row that was found, or else what the caller sent
 * @param place a place from which the secret was entered correctly before; it has its own count, so that wrong attempts
 *   from elsewhere do not block it
 * @throws TOO_MANY_REQUESTS before the work, when the limit of the setting `attempt-limit` is reached; the wait is at
 *   most 15 minutes
 */
export async function attempt<T>(
  call: AttemptCall,
  kind: AttemptKind,
  account: string,
  work: () => Promise<T>,
  place?: string,
): Promise<T> {
  // Count before the work, so that guesses sent at the same time count too.
  const { accountKey, addressKey } =
    place === undefined
      ? await countAttempt(call, kind, account)
      : await countAttempt({ ...call, ip: undefined }, kind, `${account} at ${place}`)
  const result = await work()
  await call.attempts.clear(accountKey)
  if (addressKey) await call.attempts.giveBack(addressKey)
  return result
}
