import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDesk } from './desk.js'
import type { Me } from './identity.js'
import type { Who } from './router.js'

/** Asks who the current user is. */
export const useWho = (): UseQueryResult<Me> =>
  useQuery({ queryKey: ['opensupports', 'me'], queryFn: useDesk().readMe, staleTime: 60_000 })

/** Returns the current user; undefined until the server has answered. */
export const useMe = (): Me | undefined => useWho().data

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
