import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks'

// What the query library and the client's hooks import from React. `preact/compat` has much more, which nothing here uses.
export { createContext } from 'preact'
export { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks'

/**
 * Returns what `read` returns, and renders again whenever this changes.
 *
 * @param subscribe begins to listen for changes, and returns a function that ends it
 */
export function useSyncExternalStore<T>(
  subscribe: (listener: () => void) => () => unknown,
  read: () => T,
): T {
  const value = read()
  const [, renderAgain] = useReducer((count: number) => count + 1, 0)
  const shown = useRef({ value, read })
  useLayoutEffect(() => {
    shown.current = { value, read }
  })
  useEffect(() => {
    const check = () => {
      if (!Object.is(shown.current.read(), shown.current.value)) renderAgain(undefined)
    }
    // The value may have changed between the rendering and this subscription.
    check()
    const end = subscribe(check)
    return () => void end()
  }, [subscribe])
  return value
}
