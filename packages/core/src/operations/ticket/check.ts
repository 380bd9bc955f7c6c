import * as v from 'valibot'
import { lockTicket, type Reader } from '../../call/index.js'
import {
  attempt,
  checkCaptcha,
  findApiKey,
  knownPlace,
  openSession,
  rememberPlace,
} from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { isTicketProof } from '../../mail/threads/index.js'
import { column } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { lowerCase, mailAddress, optional, possibleTicketNumber, secret, unless } from '../../params/index.js'

/** What `/ticket/check` takes. */
export interface CheckTicketParams {
  readonly ticketNumber: number
  /** The address from which the ticket was opened. */
  readonly email: string
  readonly captcha?: string | undefined
  /** Replaces a captcha. */
  readonly apiKey?: string | undefined
  /** From the link in a mail: proves that the caller reads the mails of the address. */
  readonly proof?: string | undefined
}

/** A session for one ticket: pass it on as the session context. */
export interface TicketSession {
  readonly token: string
  readonly userId: number
  readonly ticketNumber: number
}

/**
 * Opens a session for one ticket, for a caller who knows its number and the address from which it was opened. The
 * session permits with that ticket what its author may do, and nothing else; it shows what the author sent, nothing of
 * the account. It ends when mandatory login is turned on or the address is banned.
 *
 * The links in a ticket's mails are `<url>/check-ticket/<ticketNumber>/<email>?proof=<proof>`, each part
 * percent-encoded. A page that serves them passes all three to this operation: a correct `proof` marks the ticket as
 * proved, needs no captcha, and is not blocked by wrong guesses of others. A wrong one is answered with INVALID_TICKET.
 *
 * @throws INVALID_TICKET when no ticket has that number or the address is a different one: the answer does not reveal
 *   which; INVALID_EMAIL; INVALID_CAPTCHA; NO_PERMISSION while mandatory login is on, or when the author is disabled;
 *   ALREADY_BANNED; TOO_MANY_REQUESTS after too many wrong ones
 */
export const check = operation<CheckTicketParams, TicketSession>()({
  path: '/ticket/check',
  permission: 'any',
  session: 'starts',
  params: {
    ticketNumber: possibleTicketNumber('INVALID_TICKET'),
    email: mailAddress('INVALID_EMAIL'),
    captcha: optional(secret('INVALID_CAPTCHA')),
    apiKey: optional(secret('INVALID_CAPTCHA')),
    /** From the link in a mail: shows that the caller reads the mails of the address. */
    proof: unless([''], secret('INVALID_TICKET')),
  },
  locks: [
    { name: 'bans', mode: 'share' },
    { name: 'settings', mode: 'share' },
  ],
  data: v.object({
    token: v.string(),
    userId: column.number(),
    ticketNumber: column.number(),
  }),
  errors: ['NO_PERMISSION', 'ALREADY_BANNED', 'TOO_MANY_REQUESTS'],
  checksInPrepare: true,
  check: (_actor, _params, { mandatoryLogin }) => (mandatoryLogin ? 'NO_PERMISSION' : undefined),
  async prepare(call, params) {
    const { ticketNumber, email } = params
    const { mailSecret } = call.settings
    const proved =
      params.proof !== undefined && isTicketProof(mailSecret, { ticketNumber, email, proof: params.proof })
    if (!proved) {
      const apiKey = await findApiKey(call, params.apiKey)
      await checkCaptcha(call, params.captcha, { apiKey, right: 'canCheckTickets' })
    }
    if (call.settings.mandatoryLogin) fail('NO_PERMISSION')
    // Wrong attempts of strangers must not lock out a network that was right before.
    const place = await knownPlace(call, `ticket ${ticketNumber}`)
    // Look the ticket up last, so that earlier refusals do not reveal which numbers exist.
    const find = async () => {
      if (params.proof !== undefined && !proved) fail('INVALID_TICKET')
      return (await ticketOf(call, ticketNumber, email)) ?? fail('INVALID_TICKET')
    }
    if (proved) await find()
    else await attempt(call, 'check', String(ticketNumber), find, place)
    return { proved }
  },
  async write(tx, { ticketNumber, email }, { proved }) {
    await lockTicket(tx, ticketNumber)
    const { id, author, unproved } = (await ticketOf(tx, ticketNumber, email)) ?? fail('INVALID_TICKET')
    const account = await tx.users.byId(author.id)
    if (!account || account.disabled) fail('NO_PERMISSION')
    if (await tx.bans.has(email)) fail('ALREADY_BANNED')
    if (proved && unproved) {
      await tx.tickets.update(id, { unproved: false })
      tx.emit('ticket.proved', { ticketNumber })
    }
    await rememberPlace(tx, `ticket ${ticketNumber}`, author)
    const token = await openSession(tx, author, { ticketNumber })
    return { token, userId: author.id, ticketNumber }
  },
})

/** Returns the ticket if a user wrote it from the address. */
async function ticketOf({ tickets }: Reader, ticketNumber: number, email: string) {
  const ticket = await tickets.byNumber(ticketNumber)
  if (ticket?.author?.kind !== 'user' || lowerCase(ticket.authorEmail ?? '') !== email) return undefined
  return { id: ticket.id, author: ticket.author, unproved: ticket.unproved }
}
