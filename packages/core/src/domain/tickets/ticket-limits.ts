import type { Call, SignedIn, Tx } from '../../call/index.js'
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
 * Counts a ticket that is about to be opened. The limits in an hour are 10 guest tickets for each mailbox, 60 guest
 * tickets from each network (IPv6: /64), and 500 for each account; people stay far below. The setting `attempt-limit`
 * scales all three in proportion; 0 removes them. Staff, accounts that the host acts as, and networks of an API key
 * that may open tickets are not counted.
 *
 * @param email the guest's address
 * @throws TOO_MANY_REQUESTS
 */
export async function countTicket(
  { actor, attempts, settings, now, ip }: Pick<Call, 'actor' | 'attempts' | 'settings' | 'now' | 'ip'>,
  { email, byKey }: { readonly email: string; readonly byKey: boolean },
): Promise<void> {
  const { attemptLimit } = settings
  if (attemptLimit === 0 || actor.kind === 'staff') return
  const count = async (key: string, factor: number) => {
    const { count, until } = await attempts.add(key, now, hour)
    if (count > attemptLimit * factor) fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
  }
  if (actor.kind !== 'anonymous') {
    if (actor.session) await count(`ticket of ${actor.id}`, factors.account)
    return
  }
  if (ip !== undefined && !byKey) await count(`ticket@${networkOf(ip)}`, factors.network)
  await count(`ticket:${tokenHash(mailboxOf(email))}`, factors.address)
}

/**
 * Counts a comment, in the transaction that adds it. Each account, also that of a guest, may add 500 comments in an hour.
 * The setting `attempt-limit` scales the limit in proportion; 0 removes it. Comments of staff, and of accounts that the host
 * acts as, are not counted.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function countComment({
  actor,
  attempts,
  settings,
  now,
}: Pick<Tx<SignedIn>, 'actor' | 'attempts' | 'settings' | 'now'>): Promise<void> {
  const { attemptLimit } = settings
  if (attemptLimit === 0 || actor.kind === 'staff' || !actor.session) return
  const { count, until } = await attempts.add(`comment of ${actor.id}`, now, hour)
  if (count <= attemptLimit * factors.account) return
  fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
}
