import { createHash, createHmac } from 'node:crypto'
import { type Random, randomToken, sameText } from '../../platform/index.js'
import type { Storage } from '../../storage/index.js'

/** Tells mails of this helpdesk from those of others. */
export const loopHeader = 'X-OpenSupports-Helpdesk'

/** What the loop header of this helpdesk says. */
export const helpdeskId = (secret: string) =>
  createHash('sha256').update(`helpdesk ${secret}`).digest('hex').slice(0, 16)

/** The secret that signs the ids of mails: made once, when the first mail needs it. */
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

/** Who has the mail in hands can answer it; nobody else can spell its id, whatever address he writes from. */
const signature = (secret: string, ticketNumber: string, mailId: string, receiver: string) =>
  createHmac('sha256', secret)
    .update(`${ticketNumber} ${mailId} ${receiver.toLowerCase()}`)
    .digest('hex')
    .slice(0, 24)

/** The id of a mail; the one of a ticket is signed for its receiver. */
export function messageId(
  secret: string,
  mail: { readonly id: number; readonly to: string; readonly ticketNumber: string | undefined },
  host: string,
): string {
  const { id, to, ticketNumber } = mail
  if (!ticketNumber) return `<mail.${id}.${helpdeskId(secret)}@${host}>`
  return `<ticket.${ticketNumber}.${id}.${signature(secret, ticketNumber, String(id), to)}@${host}>`
}

/** An id for all mails of a ticket to point to, so that readers show them as one thread. */
export const threadId = (secret: string, ticketNumber: string, host: string) =>
  `<ticket.${ticketNumber}.${helpdeskId(secret)}@${host}>`

/**
 * The number of the ticket whose mail is answered, where one of the ids was signed for this very sender.
 *
 * @param references message ids, the nearest first
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

/** The number of the ticket that a thread's id names: everybody who got one of its mails knows it. */
export function ticketOfThread(helpdesk: string, id: string): number | undefined {
  const [, number, given] = /^<ticket\.([0-9]{6,7})\.([0-9a-f]{16})@/.exec(id) ?? []
  return number && given === helpdesk ? Number(number) : undefined
}
