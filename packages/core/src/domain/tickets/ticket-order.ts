import type { TicketOrder } from '../../storage/index.js'

/** The order of searches, after what was asked for: open ones first, then those without an owner, then the newest. */
export const usualOrder: readonly TicketOrder[] = [
  { by: 'closed' },
  { by: 'owner' },
  { by: 'unreadStaff' },
  { by: 'date', desc: true },
  { by: 'id', desc: true },
]
