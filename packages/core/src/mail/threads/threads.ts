import { createHash, createHmac } from 'node:crypto'
import { type Random, randomToken, sameText } from '../../platform/index.js'
import type { Storage } from '../../storage/index.js'

/** The header that identifies mails of this helpdesk. */
export const loopHeader = 'X-OpenSupports-Helpdesk'

/** Returns the value of this helpdesk's loop header. */
export const helpdeskId = (secret: string) =>
  createHash('sha256').update(`helpdesk ${secret}`).digest('hex').slice(0, 16)

/** Returns the secret that signs Message-IDs. It is created when the first mail needs it. */
export async function mailSecret(storage: Storage, random: Random): Promise<string> {
  const known = (await storage.settings.all())['mail-secret']
  if (known) return known
  return storage.transaction(async (tx) => {
    await tx.lock([{ name: 'settings', mode: 'update' }])
    const meanwhile = (await tx.settings.all())['mail-secret']
    if (meanwhile) return meanwhile
    const secret = randomToken(random)
    await tx.settings.set({ 'mail-secret': secret })
    return secret
  })
}

/** Signed, so only someone who received the mail can reference its Message-ID. */
const signature = (secret: string, ticketNumber: string, mailId: string, receiver: string) =>
  createHmac('sha256', secret)
    .update(`${ticketNumber} ${mailId} ${receiver.toLowerCase()}`)
    .digest('hex')
    .slice(0, 24)

/** Returns the Message-ID of a mail; for tickets, it is signed for the recipient. */
export function messageId(
  secret: string,
  mail: { readonly id: number; readonly to: string; readonly ticketNumber: string | undefined },
  host: string,
): string {
  const { id, to, ticketNumber } = mail
  if (!ticketNumber) return `<mail.${id}.${helpdeskId(secret)}@${host}>`
  return `<ticket.${ticketNumber}.${id}.${signature(secret, ticketNumber, String(id), to)}@${host}>`
}

/** Returns a Message-ID that all mails of a ticket reference, so that mail programs show them as one thread. */
export const threadId = (secret: string, ticketNumber: string, host: string) =>
  `<ticket.${ticketNumber}.${helpdeskId(secret)}@${host}>`

/**
 * Returns the number of the ticket whose mail is answered, if one of the ids was signed for this sender.
 *
 * @param references message ids, nearest first
 */
export function answeredTicket(
  secret: string,
  references: readonly string[],
  sender: string,
): number | undefined {
  for (const reference of references) {
    const [, number, mail, given] =
      /^<ticket\.([0-9]{6,7})\.([0-9]{1,15})\.([0-9a-f]{24})@/.exec(reference) ?? []
    if (number && mail && given && sameText(given, signature(secret, number, mail, sender)))
      return Number(number)
  }
  return undefined
}

/** Returns the number of the ticket that a thread's id names. Everyone who received one of its mails knows the id. */
export function ticketOfThread(helpdesk: string, id: string): number | undefined {
  const [, number, given] = /^<ticket\.([0-9]{6,7})\.([0-9a-f]{16})@/.exec(id) ?? []
  return number && given === helpdesk ? Number(number) : undefined
}
