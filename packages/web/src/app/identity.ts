import type { Client } from '@opensupports/client'
import type { GetStaffAnswer, OwnUser } from '@opensupports/core'

/** The current user: a guest, a customer, or a staff member. */
export type Me =
  | { readonly kind: 'guest' }
  | { readonly kind: 'user'; readonly user: OwnUser }
  | { readonly kind: 'staff'; readonly id: number; readonly staff: GetStaffAnswer }

/** Finds out who is signed in with a client, by the session that it keeps. */
export async function meOf(client: Client): Promise<Me> {
  const session = await client.session.get()
  if (!session || session.ticketNumber || !(await client.session.check())) return { kind: 'guest' }
  if (session.staff) return { kind: 'staff', id: session.userId, staff: await client.staff.get({}) }
  return { kind: 'user', user: await client.user.get() }
}
