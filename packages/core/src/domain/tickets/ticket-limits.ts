import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { networkOf, tokenHash } from '../../platform/index.js'
import { secondsUntil } from '../accounts/index.js'

const hour = 3_600_000

/** Tickets and comments an hour, as multiples of the setting `attempt-limit` (10). */
const factors = {
  /** For each mailbox that gets a confirmation: 10. */
  address: 1,
  /** For each network, which offices and schools share: 60. */
  network: 6,
  /** For each signed-in account: 500 tickets, and 500 comments. */
  account: 50,
}

/**
 * Returns an address without its tag, since one mailbox has many tagged addresses: `ada+shop@x.example` is
 * `ada@x.example`.
 */
function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  const tag = email.indexOf('+')
  return tag > 0 && tag < at ? email.slice(0, tag) + email.slice(at) : email
}

/**
 * Counts a ticket that a guest is about to open, also if it is refused later. The limits in an hour are 10 tickets for
 * each mailbox, and 60 from each network (IPv6: /64); people stay far below. The setting `attempt-limit` scales both in
 * proportion; 0 removes them. Networks of an API key that may open tickets are not counted.
 *
 * @param email the guest's address
 * @throws TOO_MANY_REQUESTS
 */
export async function countGuestTicket(
  { attempts, settings, now, ip }: Pick<Call, 'attempts' | 'settings' | 'now' | 'ip'>,
  { email, byKey }: { readonly email: string; readonly byKey: boolean },
): Promise<void> {
  const { attemptLimit } = settings
  if (attemptLimit === 0) return
  const count = async (key: string, factor: number) => {
    const { count, until } = await attempts.add(key, now, hour)
    if (count > attemptLimit * factor) fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
  }
  if (ip !== undefined && !byKey) await count(`ticket@${networkOf(ip)}`, factors.network)
  await count(`ticket:${tokenHash(mailboxOf(email))}`, factors.address)
}

type Limited = Pick<Call, 'actor' | 'attempts' | 'settings' | 'now'>

/** Returns the limit of the caller's account, and what is counted for it; undefined if the caller has none. */
function limitOf(what: 'ticket' | 'comment', { actor, settings }: Limited) {
  const isLimited = actor.kind === 'user' || actor.kind === 'ticket'
  if (settings.attemptLimit === 0 || !isLimited || !actor.session) return undefined
  return { key: `${what} of ${actor.id}`, most: settings.attemptLimit * factors.account }
}

/**
 * Counts a ticket or a comment of an account, including a guest's, in the transaction that adds it. Each account may open
 * 500 tickets and add 500 comments in an hour. The setting `attempt-limit` scales both in proportion; 0 removes them. Those
 * of staff, and of accounts that the host acts as, are not counted.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function countOfAccount(what: 'ticket' | 'comment', tx: Limited): Promise<void> {
  const limit = limitOf(what, tx)
  if (!limit) return
  const { count, until } = await tx.attempts.add(limit.key, tx.now, hour)
  if (count > limit.most) fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], tx.now) })
}

/**
 * Refuses a ticket or a comment of an account that has reached its limit already, before a number is taken and files are
 * stored.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function refuseBeyondLimit(what: 'ticket' | 'comment', call: Limited): Promise<void> {
  const limit = limitOf(what, call)
  if (!limit) return
  const { attempts, now } = call
  const current = await attempts.current(limit.key, now)
  if (!current || current.count < limit.most) return
  // Counting shortens an hour that began before the clock was set back. Done here, since a refusal of `countOfAccount`
  // rolls its transaction back, and the shorter hour with it.
  const isTooLong = current.until.getTime() > now.getTime() + hour
  const { until } = isTooLong ? await attempts.add(limit.key, now, hour) : current
  fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
}
