import { randomToken, tokenHash } from '../platform/index.js'
import { sessionLifetime } from '../session.js'
import type { AccountRef, Storage } from '../storage/index.js'
import type { Context } from './context.js'

/** How long a remember token is good for. */
export const rememberLifetime = 30 * 86_400_000

interface SessionDetails {
  /** Makes it a ticket session. */
  readonly ticketNumber?: number | null
  /** The hash of the remember token that the device gets with it. */
  readonly rememberHash?: string | undefined
}

/** Opens a session and returns its token, of which only the hash is kept. */
export async function openSession(
  storage: Storage,
  { random, now }: Pick<Context, 'random' | 'now'>,
  account: AccountRef,
  { ticketNumber = null, rememberHash }: SessionDetails = {},
): Promise<string> {
  const token = randomToken(random)
  await storage.sessions.insert({
    tokenHash: tokenHash(token),
    account,
    ticketNumber,
    expiresAt: new Date(now.getTime() + sessionLifetime),
    ...(rememberHash === undefined ? {} : { rememberHash }),
  })
  return token
}

/** Signs an account out everywhere: what changes a password, an address or the right to be here does this. */
export async function endSessions(storage: Storage, account: AccountRef, except?: string): Promise<void> {
  await storage.sessions.removeOf(account, except)
  await storage.rememberTokens.removeOf(account)
}
