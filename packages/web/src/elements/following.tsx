import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LiveContext } from '../app/live.js'
import type { SharedDesk } from './shared-desks.js'

interface FollowingProps {
  readonly desk: SharedDesk
  readonly children: ComponentChildren
}

/** Reads again what others change in the helpdesk, as long as it is shown. */
export function Following({ desk, children }: FollowingProps) {
  const [isLive, setLive] = useState(false)
  useEffect(() => desk.follow(setLive), [desk])
  return <LiveContext.Provider value={isLive}>{children}</LiveContext.Provider>
}
