import type { Reader, Tx } from '../../call/index.js'
import { networkOf, tokenHash } from '../../platform/index.js'
import type { AccountRef } from '../../storage/index.js'

/** How long a network counts as known after its last use. */
const knownFor = 180 * 86_400_000

const placeHash = (owner: string, ip: string) => tokenHash(`${owner} ${networkOf(ip)}`)

/**
 * Returns the network of the caller as `attempt` takes it, when a secret of this owner was right from there before.
 *
 * @param owner what the secret opens: an account or a ticket
 */
export async function knownPlace(
  { knownPlaces, now, ip }: Pick<Reader, 'knownPlaces' | 'now' | 'ip'>,
  owner: string,
): Promise<string | undefined> {
  if (ip === undefined) return undefined
  const hash = placeHash(owner, ip)
  return (await knownPlaces.has(hash, new Date(now.getTime() - knownFor))) ? hash : undefined
}

/** Keeps the network of the caller as one from which the secret of this owner was right. */
export async function rememberPlace(
  { knownPlaces, now, ip }: Tx,
  owner: string,
  account: AccountRef,
): Promise<void> {
  if (ip === undefined) return
  await knownPlaces.remember({ placeHash: placeHash(owner, ip), account, usedAt: now })
}

/** Forgets networks that nobody has used for long. */
export const forgetPlaces = ({ knownPlaces, now }: Pick<Reader, 'knownPlaces' | 'now'>): Promise<void> =>
  knownPlaces.removeUnused(new Date(now.getTime() - knownFor))
