import type { Reader } from '../../call/index.js'
import { removeOldEvents } from '../../events/index.js'
import { forgetPlaces } from './known-places.js'

type Expiring = Pick<
  Reader,
  | 'sessions'
  | 'rememberTokens'
  | 'attempts'
  | 'pendingAddresses'
  | 'accessTokens'
  | 'knownPlaces'
  | 'viewers'
  | 'events'
  | 'now'
>

/** How long access tokens are listed after their end, in milliseconds. */
const tokensShownFor = 30 * 86_400_000

/** What removes expired rows, one function for each kind. */
export const expiredRows: readonly ((expiring: Expiring) => Promise<void>)[] = [
  ({ sessions, now }) => sessions.removeExpired(now),
  ({ rememberTokens, now }) => rememberTokens.removeExpired(now),
  ({ attempts, now }) => attempts.removeExpired(now),
  ({ pendingAddresses, now }) => pendingAddresses.removeExpired(now),
  ({ accessTokens, now }) => accessTokens.removeEnded(new Date(now.getTime() - tokensShownFor)),
  forgetPlaces,
  ({ viewers, now }) => viewers.removeExpired(now),
  (expiring) => removeOldEvents(expiring, expiring.now),
]
