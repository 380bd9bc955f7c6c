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

/** Returns the account whose tickets and comments are counted; undefined if those of the caller are not. */
const countedAccount = ({ actor, settings }: Limited) =>
  settings.attemptLimit > 0 && (actor.kind === 'user' || actor.kind === 'ticket') && actor.session
    ? actor
    : undefined

/**
 * Counts a ticket or a comment of an account, including a guest's, in the transaction that adds it. Each account may open
 * 500 tickets and add 500 comments in an hour. The setting `attempt-limit` scales both in proportion; 0 removes them. Those
 * of staff, and of accounts that the host acts as, are not counted.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function countOfAccount(what: 'ticket' | 'comment', tx: Limited): Promise<void> {
  const account = countedAccount(tx)
  if (!account) return
  const { attempts, settings, now } = tx
  const { count, until } = await attempts.add(`${what} of ${account.id}`, now, hour)
  if (count > settings.attemptLimit * factors.account)
    fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
}

/**
 * Refuses a ticket of an account that has reached its limit already, before a number is taken and files are stored.
 *
 * @throws TOO_MANY_REQUESTS
 */
export async function refuseBeyondLimit(call: Limited): Promise<void> {
  const account = countedAccount(call)
  if (!account) return
  const { attempts, settings, now } = call
  const key = `ticket of ${account.id}`
  const current = await attempts.current(key, now)
  if (!current || current.count < settings.attemptLimit * factors.account) return
  // Counting shortens an hour that began before the clock was set back.
  const { until } =
    current.until.getTime() > now.getTime() + hour ? await attempts.add(key, now, hour) : current
  fail('TOO_MANY_REQUESTS', { retryAfter: secondsUntil([until], now) })
}
