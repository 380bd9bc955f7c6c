import { createHmac } from 'node:crypto'
import { sameText } from '../../platform/index.js'

/**
 * Returns the token in the links of a ticket's mails, which proves that the visitor reads the mails of the address. It
 * is derived from the helpdesk's mail secret, so that no token is stored in the outbox or in a backup.
 */
export const ticketProof = (secret: string, ticketNumber: number | string, address: string): string =>
  createHmac('sha256', secret)
    .update(`proof ${ticketNumber} ${address.toLowerCase()}`)
    .digest('hex')
    .slice(0, 40)

/** Returns whether `proof` was mailed to the address for this ticket. Always false before the first mail. */
export const isTicketProof = (
  secret: string | undefined,
  { proof, ticketNumber, email }: { proof: string; ticketNumber: number; email: string },
): boolean => secret !== undefined && sameText(proof, ticketProof(secret, ticketNumber, email))
