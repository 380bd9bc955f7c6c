import type { EventStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function eventStore({ helpdeskEvents }: Tables): Sync<EventStore> {
  const positioned = () =>
    helpdeskEvents
      .all()
      .flatMap(({ position, ...event }) => (position === null ? [] : [{ ...event, position }]))
      .sort((a, b) => a.position - b.position)
  return {
    add(events) {
      for (const event of events) helpdeskEvents.insert({ ...event, position: null })
    },
    position(limit) {
      const last = positioned().at(-1)?.position ?? 0
      const waiting = helpdeskEvents.filter(({ position }) => position === null).slice(0, limit)
      for (const [index, { id }] of waiting.entries())
        helpdeskEvents.update(id, { position: last + index + 1 })
      return waiting.length
    },
    after: (position, limit) =>
      positioned()
        .filter((event) => event.position > position)
        .slice(0, limit)
        .map(({ id, ...event }) => event),
    range() {
      const all = positioned()
      const [first, last] = [all[0], all.at(-1)]
      return first && last && { first: first.position, last: last.position }
    },
    removeBefore(date) {
      const last = positioned().at(-1)
      helpdeskEvents.removeAll(
        helpdeskEvents.filter(({ position, id, at }) => at < date && position !== null && id !== last?.id),
      )
    },
  }
}
