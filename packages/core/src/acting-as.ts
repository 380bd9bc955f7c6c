import type { SessionContext } from './session.js'

/** An account that a host has made sure of with its own sign-in. */
export type ActingAs =
  | { readonly user: { readonly email: string; readonly name: string } }
  | { readonly staff: number }

const identities = new WeakMap<SessionContext, { readonly helpdesk: object; readonly as: ActingAs }>()

/** Makes a context that only this process can hold: nothing that a request spells is one. */
export function contextFor(helpdesk: object, as: ActingAs): SessionContext {
  const context: SessionContext = Object.freeze({})
  identities.set(context, { helpdesk, as })
  return context
}

/** Whom a context was made for by this helpdesk. */
export function identityOf(helpdesk: object, context: SessionContext): ActingAs | undefined {
  const identity = identities.get(context)
  return identity?.helpdesk === helpdesk ? identity.as : undefined
}
