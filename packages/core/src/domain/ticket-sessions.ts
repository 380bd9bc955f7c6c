import type { TicketActor } from '../session.js'
import type { Context } from './context.js'

/**
 * Returns whether a ticket session counts no more: while mandatory login is on, and once the address of its ticket, or
 * of its account, is banned.
 */
export async function isTicketSessionOver(
  { account, ticketNumber }: TicketActor,
  { storage, settings }: Pick<Context, 'storage' | 'settings'>,
): Promise<boolean> {
  if ((await settings()).mandatoryLogin || (await storage.bans.has(account.email))) return true
  const address = (await storage.tickets.byNumber(ticketNumber))?.authorEmail
  return Boolean(address) && address !== account.email && storage.bans.has(address ?? '')
}
