import * as v from 'valibot'
import { attempt, checkCaptcha, findApiKey, openSession } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { column } from '../../model/index.js'
import { operation } from '../../operation.js'
import { email, lowerCase, optional, possibleTicketNumber, secret } from '../../params/index.js'

/**
 * Opens a session for one ticket, for who knows its number and the address that it was written from. It may do with
 * that ticket what its author may, and nothing else.
 *
 * @throws INVALID_TICKET when there is no such ticket or the address is another one: nobody can tell which;
 * INVALID_EMAIL; INVALID_CAPTCHA; NO_PERMISSION while mandatory login is on, or when the author is disabled;
 * ALREADY_BANNED; TOO_MANY_REQUESTS after too many wrong ones.
 */
export const check = operation({
  path: '/ticket/check',
  permission: 'any',
  session: 'starts',
  params: {
    ticketNumber: possibleTicketNumber('INVALID_TICKET'),
    email: email('INVALID_EMAIL'),
    captcha: optional(secret('INVALID_CAPTCHA')),
    apiKey: optional(secret('INVALID_CAPTCHA')),
  },
  data: v.object({
    token: v.string(),
    userId: column.number(),
    ticketNumber: column.number(),
  }),
  errors: [
    'INVALID_TICKET',
    'INVALID_EMAIL',
    'INVALID_CAPTCHA',
    'NO_PERMISSION',
    'ALREADY_BANNED',
    'TOO_MANY_REQUESTS',
  ],
  async run(context, { ticketNumber, email, captcha, apiKey }) {
    const { storage } = context
    const key = await findApiKey(context, apiKey)
    await checkCaptcha(context, captcha, {
      apiKey: key,
      right: 'canCheckTickets',
    })
    if ((await context.settings()).mandatoryLogin) fail('NO_PERMISSION')
    // Looked up last, so that nothing before tells which numbers exist.
    const author = await attempt(context, 'check', String(ticketNumber), async () => {
      const ticket = await storage.tickets.byNumber(ticketNumber)
      const right = lowerCase(ticket?.authorEmail ?? '') === email && ticket?.author?.kind === 'user'
      return right ? ticket.author : fail('INVALID_TICKET')
    })
    const account = await storage.users.byId(author.id)
    if (!account || account.disabled) return fail('NO_PERMISSION')
    if (await storage.bans.has(email)) fail('ALREADY_BANNED')
    const token = await openSession(storage, context, { kind: 'user', id: account.id }, ticketNumber)
    return { token, userId: account.id, ticketNumber }
  },
})
