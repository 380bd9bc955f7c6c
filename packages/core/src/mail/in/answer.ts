import { actorFor, anonymous, type Call, type SignedIn } from '../../call/index.js'
import { canManage } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { lowerCase } from '../../params/index.js'
import type { IncomingMail } from '../../platform/index.js'
import type { StoredTicket, Stores } from '../../storage/index.js'
import { answeredTicket, helpdeskId, ticketOfThread } from '../threads/index.js'
import { refuseUnvouched } from './refusal.js'
import type { Sender, Senders } from './sender.js'

/** A mail that answers a ticket: it becomes a comment. */
export interface Answer {
  readonly ticket: StoredTicket
  /** The author of the comment. */
  readonly actor: SignedIn
  /** The sender has received a mail of the ticket that was sent to the ticket's author, which proves the address. */
  readonly proved: boolean
}

/**
 * Finds the ticket that a mail answers, and the author of the answer. Returns undefined if the mail opens a new ticket.
 *
 * A signed Message-ID proves that the sender received a mail of the helpdesk, since it was made for that address alone.
 * Without one, the id of the thread, the ids of earlier mails, and numbers in the subject only name a ticket. Its
 * author may then comment; others who may manage it also need the receiving server's `pass`. So do staff, whose address
 * a stranger could borrow.
 *
 * @throws OpenSupportsError or Refusal when the mail is an answer that its sender may not give
 */
export async function answerOf(
  call: Call,
  mail: IncomingMail,
  { author, writer }: Senders,
): Promise<Answer | undefined> {
  // A forged mail never acts for an account.
  if (writer.verdict === 'fail') return undefined
  for (const { address } of author === writer ? [writer] : [writer, author]) {
    const answer = await signedAnswer(call, mail, address)
    if (answer) return answer
  }
  for (const ticket of await namedTickets(call, mail)) {
    const answer = await namedAnswer(call, ticket, writer)
    if (answer) return answer
  }
  return undefined
}

async function signedAnswer(call: Call, mail: IncomingMail, address: string): Promise<Answer | undefined> {
  const { mailSecret } = call.settings
  const number = mailSecret ? answeredTicket(mailSecret, mail.references, address) : undefined
  const ticket = number === undefined ? undefined : await call.tickets.byNumber(number)
  if (!ticket) return undefined
  const account = await accountOfAddress(call, address)
  const actor = account ? await actorFor(account, call) : anonymous
  if (actor.kind === 'anonymous') return fail(account ? 'USER_DISABLED' : 'INVALID_USER')
  if (!(await canManage(actor, ticket, call))) return fail('NO_PERMISSION')
  return { ticket, actor, proved: isWrittenBy(ticket, address) }
}

/** The most tickets that a mail may name; further ones are ignored. */
const mostNamed = 10

/**
 * Returns tickets that a mail names without proof: by the id of a thread, by the ids of earlier mails, by numbers in
 * its subject.
 */
async function namedTickets(call: Call, mail: IncomingMail): Promise<StoredTicket[]> {
  const { mailSecret } = call.settings
  const threads = mailSecret
    ? mail.references.flatMap((id) => ticketOfThread(helpdeskId(mailSecret), id) ?? [])
    : []
  const earlier = await call.mailLedger.ticketsOf(mail.references.slice(0, 50))
  const numbers = [...mail.subject.matchAll(/#([0-9]{6,7})(?![0-9])/g)].map(([, number]) => Number(number))
  const named = [...new Set([...threads, ...earlier, ...numbers])].slice(0, mostNamed)
  const tickets: StoredTicket[] = []
  for (const number of named) {
    const ticket = await call.tickets.byNumber(number)
    if (ticket) tickets.push(ticket)
  }
  return tickets
}

async function namedAnswer(
  stores: Stores,
  ticket: StoredTicket,
  { address, verdict }: Sender,
): Promise<Answer | undefined> {
  if (ticket.author && isWrittenBy(ticket, address)) {
    const actor = await actorFor(ticket.author, stores)
    return actor.kind === 'anonymous' ? fail('USER_DISABLED') : { ticket, actor, proved: verdict === 'pass' }
  }
  const account = await accountOfAddress(stores, address)
  const actor = account ? await actorFor(account, stores) : anonymous
  if (actor.kind === 'anonymous' || !(await canManage(actor, ticket, stores))) return undefined
  if (verdict === 'pass') return { ticket, actor, proved: false }
  return actor.kind === 'staff' ? refuseUnvouched() : undefined
}

/** Returns whether a user with this address wrote the ticket. Old servers stored addresses as typed. */
const isWrittenBy = ({ author }: StoredTicket, address: string) =>
  author?.kind === 'user' && lowerCase(author.email) === address

async function accountOfAddress(stores: Stores, address: string) {
  const staff = await stores.staff.byEmail(address)
  if (staff) return { kind: 'staff', id: staff.id } as const
  const user = await stores.users.byEmail(address)
  return user && ({ kind: 'user', id: user.id } as const)
}
