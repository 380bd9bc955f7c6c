import type { TicketOrder } from '../../storage/index.js'

/** The default order of searches: open tickets first, then those without an owner, then the newest. */
export const usualOrder: readonly TicketOrder[] = [
  { by: 'closed' },
  { by: 'owner' },
  { by: 'unreadStaff' },
  { by: 'date', desc: true },
  { by: 'id', desc: true },
]
