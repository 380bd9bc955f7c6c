import type { TicketOrder } from '@opensupports/core'

/** The order of lists that name no other. */
export const usual: readonly TicketOrder[] = [
  { by: 'closed' },
  { by: 'owner' },
  { by: 'unreadStaff' },
  { by: 'date', desc: true },
  { by: 'id', desc: true },
]
