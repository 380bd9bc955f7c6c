import { tokenHash } from '../platform/index.js'
import type { StoredAccessToken, Stores } from '../storage/index.js'
import { type Anonymous, type StaffActor, staffActorOf } from './session.js'

/** What every access token starts with, so that scanners of source code find one that was committed. */
export const accessTokenPrefix = 'ost_'

/** Returns whether a text is an access token, valid or not. */
export const isAccessToken = (token: string | undefined): token is string =>
  typeof token === 'string' && token.startsWith(accessTokenPrefix)

/** How often the last use of a token is written, in milliseconds. */
const usedWithin = 60_000

const refused = (because: NonNullable<Anonymous['because']>): Anonymous => ({
  kind: 'anonymous',
  because,
  byToken: true,
})

/**
 * Returns the actor of an access token: the staff member who made it, with the token's level and departments at most.
 * Anonymous, with the reason, when it may not be used.
 */
export async function tokenActor(token: string, stores: Stores, now: Date): Promise<StaffActor | Anonymous> {
  const row = await stores.accessTokens.byHash(tokenHash(token))
  const actor = await actorOf(row, stores, now)
  if (row && actor.kind === 'staff' && now.getTime() - (row.lastUsedAt?.getTime() ?? 0) >= usedWithin)
    await stores.accessTokens.touch(row.id, now)
  return actor
}

/** Returns the current state of an actor that came from an access token. */
export const tokenActorNow = async (
  hash: string,
  stores: Stores,
  now: Date,
): Promise<StaffActor | Anonymous> => actorOf(await stores.accessTokens.byHash(hash), stores, now)

async function actorOf(
  row: StoredAccessToken | undefined,
  stores: Stores,
  now: Date,
): Promise<StaffActor | Anonymous> {
  if (!row) return refused('UNKNOWN_TOKEN')
  if (row.revokedAt) return refused('TOKEN_REVOKED')
  if (row.expiresAt <= now) return refused('TOKEN_EXPIRED')
  const account = await stores.staff.byId(row.staffId)
  if (!account) return refused('UNKNOWN_TOKEN')
  const actor = staffActorOf(account, await stores.staff.departmentIds(account.id))
  if (actor.kind === 'anonymous') return refused(actor.because ?? 'UNKNOWN_TOKEN')
  const { departments, scopes } = row
  return Object.assign({}, actor, {
    level: Math.min(actor.level, row.level) as StaffActor['level'],
    departmentIds: departments
      ? actor.departmentIds.filter((id) => departments.includes(id))
      : actor.departmentIds,
    token: { hash: row.tokenHash, scopes, departments },
  })
}
