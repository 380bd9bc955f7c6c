import type { Client } from '@opensupports/client'
import { type Me, meOf } from '../app/identity.js'

/**
 * Finds out who reads a page of the host: by a session of the helpdesk, or by the host's own sign-in. A guest causes no
 * refused call, which browsers would show as an error of the page.
 */
export async function visitorOf(client: Client): Promise<Me> {
  if (await client.session.get()) return meOf(client)
  const { sessionActive } = await client.user.checkSession()
  if (!sessionActive) return { kind: 'guest' }
  try {
    return { kind: 'user', user: await client.user.get() }
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'NO_PERMISSION') throw error
    return { kind: 'staff', id: 0, staff: await client.staff.get({}) }
  }
}
