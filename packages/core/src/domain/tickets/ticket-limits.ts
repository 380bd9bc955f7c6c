import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { networkOf, tokenHash } from '../../platform/index.js'

const hour = 3_600_000

/** Tickets an hour, as multiples of the setting `attempt-limit` (10). */
const factors = {
  /** For each mailbox that gets a confirmation: 10. */
  address: 1,
  /** For each network, which offices and schools share: 60. */
  network: 6,
  /** For each signed-in account: 500. */
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
 * Counts a ticket that is about to be opened. In an hour a mailbox may be named by guests 10 times and a network of
 * guests may open 60 tickets (an IPv6 network is a /64), and an account 500; people stay far below. The setting
 * `attempt-limit` moves all three in proportion, 0 lifts them. Staff, accounts that the host acts as, and the network
 * of an API key that may open tickets are not counted.
 *
 * @param email the guest's
 * @throws TOO_MANY_REQUESTS
 */
export async function countTicket(
  { actor, attempts, settings, now, ip }: Pick<Call, 'actor' | 'attempts' | 'settings' | 'now' | 'ip'>,
  { email, byKey }: { readonly email: string; readonly byKey: boolean },
): Promise<void> {
  const { attemptLimit } = settings
  if (attemptLimit === 0 || actor.kind === 'staff') return
  const count = async (key: string, factor: number) => {
    const { count } = await attempts.add(key, now, hour)
    if (count > attemptLimit * factor) fail('TOO_MANY_REQUESTS')
  }
  if (actor.kind !== 'anonymous') {
    if (actor.session) await count(`ticket of ${actor.id}`, factors.account)
    return
  }
  if (ip !== undefined && !byKey) await count(`ticket@${networkOf(ip)}`, factors.network)
  await count(`ticket:${tokenHash(mailboxOf(email))}`, factors.address)
}
