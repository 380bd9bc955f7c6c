import type { ViewerStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function viewerStore({ viewers, by }: Tables): Sync<ViewerStore> {
  return {
    of(ticketId, now, limit) {
      const open = by.viewedTicket(ticketId).filter(({ until }) => until > now)
      open.sort((one, other) => one.staffId - other.staffId)
      return open.slice(0, limit).map(({ id, ...viewer }) => viewer)
    },
    put(viewer) {
      const known = by.viewedTicket(viewer.ticketId).find(({ staffId }) => staffId === viewer.staffId)
      if (known) viewers.update(known.id, viewer)
      else viewers.insert(viewer)
    },
    removeExpired: (now) => viewers.removeAll(viewers.filter(({ until }) => until <= now)),
  }
}
