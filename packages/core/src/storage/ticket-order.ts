import type { TicketOrder } from './tickets.js'

/** Returns the sort keys that decide something: each once, and none behind the id, which is the last. */
export function decidingOrder(order: readonly TicketOrder[]): TicketOrder[] {
  const all = [...order, { by: 'id' } as const]
  const once = all.filter(({ by }, index) => all.findIndex((each) => each.by === by) === index)
  return once.slice(0, once.findIndex(({ by }) => by === 'id') + 1)
}
