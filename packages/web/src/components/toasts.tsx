import { useSyncExternalStore } from '../app/react.js'

let shown = ''
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
const show = (text: string) => {
  shown = text
  for (const listener of listeners) listener()
}

/** Shows for a few seconds that something was done: `toast(words.saved)`. */
export function toast(text: string): void {
  clearTimeout(timer)
  show(text)
  timer = setTimeout(show, 5000, '')
}

export function Toasts() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <div class="toasts" role="status">
      {text && <p>{text}</p>}
    </div>
  )
}
