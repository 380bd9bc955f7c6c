import { sessionLifetime, type Tx } from '../../call/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'
import type { AccountRef, Stores } from '../../storage/index.js'

/** The lifetime of a remember token. */
export const rememberLifetime = 30 * 86_400_000

interface SessionDetails {
  /** Limits the session to this ticket. */
  readonly ticketNumber?: number | null
  /** The hash of the remember token that the device gets with the session. */
  readonly rememberHash?: string | undefined
}

/** Opens a session and returns its token. Stores only the token's hash. */
export async function openSession(
  { sessions, random, now }: Pick<Tx, 'sessions' | 'random' | 'now'>,
  account: AccountRef,
  { ticketNumber = null, rememberHash }: SessionDetails = {},
): Promise<string> {
  const token = randomToken(random)
  await sessions.insert({
    tokenHash: tokenHash(token),
    account,
    ticketNumber,
    expiresAt: new Date(now.getTime() + sessionLifetime),
    ...(rememberHash === undefined ? {} : { rememberHash }),
  })
  return token
}

/** Ends all sessions of an account. Call it after changing a password, an address or the right to sign in. */
export async function endSessions(
  { sessions, rememberTokens }: Pick<Stores, 'sessions' | 'rememberTokens'>,
  account: AccountRef,
  except?: string,
): Promise<void> {
  await sessions.removeOf(account, except)
  await rememberTokens.removeOf(account)
}
