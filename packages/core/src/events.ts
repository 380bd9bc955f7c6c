import type { Log } from './platform/index.js'

/** What can be listened to, with what each event tells. They fire after the change is stored. */
export interface HelpdeskEvents {
  'ticket.created': { ticketNumber: number }
  'ticket.commented': {
    ticketNumber: number
    private: boolean
    byStaff: boolean
  }
  'ticket.assigned': { ticketNumber: number; staffId: number }
  'ticket.unassigned': { ticketNumber: number; staffId: number }
  'ticket.closed': { ticketNumber: number }
  'ticket.reopened': { ticketNumber: number }
  'ticket.departmentChanged': { ticketNumber: number; departmentId: number }
  'ticket.deleted': { ticketNumber: number }
  'user.created': { userId: number; email: string }
}

export type EventName = keyof HelpdeskEvents
export type Listener<N extends EventName> = (event: HelpdeskEvents[N]) => unknown

export interface Emitter {
  on<N extends EventName>(name: N, listener: Listener<N>): () => void
  emit<N extends EventName>(name: N, event: HelpdeskEvents[N]): void
}

/** Listeners cannot break what they listen to: what they throw is logged. */
export function emitter(log: Log): Emitter {
  const listeners = new Map<EventName, Set<(event: never) => unknown>>()
  return {
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        Promise.resolve(event as never)
          .then(listener)
          .catch((error: unknown) => log.error({ err: error, event: name }, 'a listener failed'))
      }
    },
  }
}
