/** The code under test: closes the tickets, and returns how many. */
export async function closeAll(helpdesk, staff, ticketNumbers) {
  for (const ticketNumber of ticketNumbers) await helpdesk.ticket.close(staff, { ticketNumber })
  return ticketNumbers.length
}
