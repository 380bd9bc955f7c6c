import { fail } from '../errors.js'
import type { SessionContext } from './session.js'

/** An account that the host authenticated with its own sign-in. */
export type ActingAs =
  | { readonly user: { readonly email: string; readonly name: string } }
  | { readonly staff: number }

/**
 * The authenticated account, and the helpdesk that made the context. A spread keeps this symbol, and no request can
 * contain it.
 */
const identity: unique symbol = Symbol('identity of actingAs')

interface ActingContext extends SessionContext {
  readonly [identity]?: { readonly helpdesk: object; readonly as: ActingAs }
}

/** Makes a context that only this process can hold. */
export function contextFor(helpdesk: object, as: ActingAs): SessionContext {
  return Object.freeze({ actingAs: true, [identity]: { helpdesk, as } } satisfies ActingContext)
}

/**
 * Returns the account that this helpdesk made a context for; undefined if `actingAs` did not make it.
 *
 * @throws SESSION_LOST when a copy has lost the identity, or another helpdesk made it
 */
export function identityOf(helpdesk: object, context: SessionContext): ActingAs | undefined {
  const known = (context as ActingContext)[identity]
  if (known?.helpdesk === helpdesk) return known.as
  if (context.actingAs || known) fail('SESSION_LOST')
  return undefined
}
