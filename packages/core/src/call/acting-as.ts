import { fail } from '../errors.js'
import type { SessionContext } from './session.js'

/** An account that a host has made sure of with its own sign-in. */
export type ActingAs =
  | { readonly user: { readonly email: string; readonly name: string } }
  | { readonly staff: number }

/** Who was vouched for, and by which helpdesk. A copy of the context by spreading keeps it; no request can spell it. */
const identity: unique symbol = Symbol('identity of actingAs')

interface ActingContext extends SessionContext {
  readonly [identity]?: { readonly helpdesk: object; readonly as: ActingAs }
}

/** Makes a context that only this process can hold. */
export function contextFor(helpdesk: object, as: ActingAs): SessionContext {
  return Object.freeze({ actingAs: true, [identity]: { helpdesk, as } } satisfies ActingContext)
}

/**
 * Returns whom a context was made for by this helpdesk; undefined where it was not made by `actingAs`.
 *
 * @throws SESSION_LOST when a copy has lost the identity, or another helpdesk made it
 */
export function identityOf(helpdesk: object, context: SessionContext): ActingAs | undefined {
  const known = (context as ActingContext)[identity]
  if (known?.helpdesk === helpdesk) return known.as
  if (context.actingAs || known) fail('SESSION_LOST')
  return undefined
}
