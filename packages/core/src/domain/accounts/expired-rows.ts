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

/** How long access tokens are still listed after they have expired, in milliseconds. */
const tokensShownFor = 30 * 86_400_000

/** The functions that remove expired rows, one for each kind of row. */
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
