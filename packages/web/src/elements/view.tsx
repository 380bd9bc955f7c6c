import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface ViewProps {
  /** Whether the reader has asked for it: it takes the focus from what was there before. */
  readonly isChosen?: boolean
  readonly children: ComponentChildren
}

/** What an element shows at a time. */
export function View({ isChosen = false, children }: ViewProps) {
  const section = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) section.current?.focus()
  }, [])
  return (
    <div ref={section} class="view" tabIndex={-1}>
      {children}
    </div>
  )
}
