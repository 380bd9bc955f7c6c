import type { GetStaffAnswer, OwnUser } from '@opensupports/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { client } from './client.js'
import type { Who } from './router.js'

/** The current user: a guest, a customer, or a staff member. */
export type Me =
  | { readonly kind: 'guest' }
  | { readonly kind: 'user'; readonly user: OwnUser }
  | { readonly kind: 'staff'; readonly id: number; readonly staff: GetStaffAnswer }

async function readMe(): Promise<Me> {
  const session = await client.session.get()
  if (!session || session.ticketNumber || !(await client.session.check())) return { kind: 'guest' }
  if (session.staff) return { kind: 'staff', id: session.userId, staff: await client.staff.get({}) }
  return { kind: 'user', user: await client.user.get() }
}

/** Returns the current user; undefined until the server has answered. */
export const useMe = (): Me | undefined =>
  useQuery({ queryKey: ['opensupports', 'me'], queryFn: readMe, staleTime: 60_000 }).data

/**
 * Returns a function that loads all data again. Call it after somebody has signed in or out, or has changed their own
 * account.
 */
export function useRefresh(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: ['opensupports'] })
}

/** Returns whether the current user may open a page that is for `who`. */
export function mayOpen(me: Me, who: Who, isLoginMandatory: boolean): boolean {
  if (who === 'anyone' || (who === 'reader' && !isLoginMandatory)) return true
  if (who === 'user' || who === 'reader') return me.kind !== 'guest'
  if (me.kind !== 'staff') return false
  return me.staff.level >= { staff: 1, editor: 2, admin: 3 }[who]
}
