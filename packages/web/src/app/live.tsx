import { useQueryClient } from '@tanstack/react-query'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import { useDesk } from './desk.js'
import { useSyncExternalStore } from './react.js'

/** Whether changes arrive by themselves. */
export const LiveContext = createContext(false)

const onVisibility = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

interface LiveUpdatesProps {
  readonly isSignedIn: boolean
  readonly children: ComponentChildren
}

/**
 * Reads again what others change, while the tab is in front: browsers open few connections to a site, and tabs behind
 * would hold all of them.
 */
export function LiveUpdates({ isSignedIn, children }: LiveUpdatesProps) {
  const { useLive } = useDesk()
  const cache = useQueryClient()
  const isVisible = useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible')
  const { isLive } = useLive({ enabled: isSignedIn && isVisible })
  useEffect(() => {
    // What has changed since it was read, before the events began.
    if (isLive) void cache.invalidateQueries({ queryKey: ['opensupports'], predicate: isOfTickets })
  }, [cache, isLive])
  return <LiveContext.Provider value={isLive}>{children}</LiveContext.Provider>
}

const isOfTickets = ({ queryKey: [, name] }: { readonly queryKey: readonly unknown[] }) =>
  name === 'inbox' || name === 'ticket.get' || name === 'user.getTickets'

/** Returns how often to read something again in milliseconds: never while changes arrive by themselves. */
export const usePolling = (every: number): number | false => (useContext(LiveContext) ? false : every)
