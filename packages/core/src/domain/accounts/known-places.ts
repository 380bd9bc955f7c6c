import type { Reader, Tx } from '../../call/index.js'
import { networkOf, tokenHash } from '../../platform/index.js'
import type { AccountRef } from '../../storage/index.js'

/** How long a network counts as known after its last use. */
const knownFor = 180 * 86_400_000

const placeHash = (owner: string, ip: string) => tokenHash(`${owner} ${networkOf(ip)}`)

/**
 * Returns the caller's network, for `attempt`, if a secret of this owner was entered correctly from there before.
 *
 * @param owner the owner of the secret: an account or a ticket
 */
export async function knownPlace(
  { knownPlaces, now, ip }: Pick<Reader, 'knownPlaces' | 'now' | 'ip'>,
  owner: string,
): Promise<string | undefined> {
  if (ip === undefined) return undefined
  const hash = placeHash(owner, ip)
  return (await knownPlaces.has(hash, new Date(now.getTime() - knownFor))) ? hash : undefined
}

/** Stores the caller's network as one from which a secret of this owner was entered correctly. */
export async function rememberPlace(
  { knownPlaces, now, ip }: Tx,
  owner: string,
  account: AccountRef,
): Promise<void> {
  if (ip === undefined) return
  await knownPlaces.remember({ placeHash: placeHash(owner, ip), account, usedAt: now })
}

/** Removes networks that have not been used for long. */
export const forgetPlaces = ({ knownPlaces, now }: Pick<Reader, 'knownPlaces' | 'now'>): Promise<void> =>
  knownPlaces.removeUnused(new Date(now.getTime() - knownFor))
