import type { Client } from '@opensupports/client'
import { type Me, meOf } from '../app/identity.js'

/** How customers and the team are refused what is for the other. */
const refusals = { user: 'INVALID_CREDENTIALS', staff: 'NO_PERMISSION' } as const

/**
 * Returns a function that finds out who reads a page of the host: by a session of the helpdesk, or by the host's own
 * sign-in. Browsers show a refused call as an error of the page: guests and customers cause none, and the team one.
 */
export function visitorReader(client: Client): () => Promise<Me> {
  /** What the reader was found to be. */
  let kind: keyof typeof refusals = 'user'
  const ask = async (): Promise<Me> =>
    kind === 'user'
      ? { kind, user: await client.user.get() }
      : { kind, id: 0, staff: await client.staff.get({}) }
  return async () => {
    if (await client.session.get()) return meOf(client)
    const { sessionActive } = await client.user.checkSession()
    if (!sessionActive) return { kind: 'guest' }
    try {
      return await ask()
    } catch (error) {
      if ((error as { readonly code?: string }).code !== refusals[kind]) throw error
      kind = kind === 'user' ? 'staff' : 'user'
      return ask()
    }
  }
}
