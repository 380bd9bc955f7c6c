import type { Reader, TicketActor } from '../../call/index.js'

/**
 * Returns whether a ticket session is invalid: mandatory login is on, or the address of its ticket or account is
 * banned.
 */
export async function isTicketSessionOver(
  { account, ticketNumber }: TicketActor,
  { bans, tickets, settings }: Pick<Reader, 'bans' | 'tickets' | 'settings'>,
): Promise<boolean> {
  if (settings.mandatoryLogin || (await bans.has(account.email))) return true
  const address = (await tickets.byNumber(ticketNumber))?.authorEmail
  return Boolean(address) && address !== account.email && bans.has(address ?? '')
}
