import type { Log } from '../platform/index.js'
import type { EventName, EventOf, HelpdeskEvent } from './catalogue.js'

export type Listener<N extends EventName> = (event: EventOf<N>) => unknown

/** The listeners of a process. */
export interface Emitter {
  on<N extends EventName>(name: N, listener: Listener<N>): () => void
  emit(event: HelpdeskEvent): void
}

/** Returns an emitter that catches and logs errors of its listeners. */
export function emitter(log: Log): Emitter {
  const listeners = new Map<EventName, Set<(event: never) => unknown>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    emit(event) {
      for (const listener of listeners.get(event.name) ?? []) {
        Promise.resolve(event as never)
          .then(listener)
          .catch((error: unknown) => log.error({ err: error, event: event.name }, 'a listener failed'))
      }
    },
  }
}
