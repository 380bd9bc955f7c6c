import { domainToASCII } from 'node:url'
import { isMailAddress } from '../../params/index.js'
import type { IncomingMail, MailAddress } from '../../platform/index.js'
import type { Stores } from '../../storage/index.js'
import { type Verdict, verdictOn } from './authentication.js'

/** Who wrote a mail. */
export interface Sender {
  /** As accounts have it: the domain in ASCII letters. */
  readonly address: string
  readonly name: string
  /** What the receiving server says of the address. Never `pass` for one of `Reply-To`: servers look at `From` alone. */
  readonly verdict: Verdict
  /** Whether answers to the address reach anybody. */
  readonly answerable: boolean
}

/** Both addresses that a mail names as its own. */
export interface Senders {
  /** In whose name a new ticket is opened. */
  readonly author: Sender
  /** Who answers, where the mail is an answer: the address of `From`, unless it is the helpdesk's own or none at all. */
  readonly writer: Sender
}

/**
 * Finds out whom a mail is from. That is `From`, but `Reply-To` where answers to `From` would reach nobody or the
 * helpdesk itself, as with contact forms, and where it differs from a `From` that has no registered account.
 *
 * @param own the helpdesk's own addresses
 * @param trusted the name of the server whose verdict counts
 * @returns undefined when there is nobody who could be answered
 */
export async function sendersOf(
  { staff, users }: Pick<Stores, 'staff' | 'users'>,
  mail: IncomingMail,
  { own, trusted }: { readonly own: readonly string[]; readonly trusted: string },
): Promise<Senders | undefined> {
  const from = usable(mail.from)
  const written = from && { ...from, verdict: verdictOn(mail, trusted, from.address) }
  const writer = written && !own.includes(written.address) ? written : undefined
  const replyTo = mail.replyTo
    .flatMap((each) => usable(each) ?? [])
    .find(({ address }) => !own.includes(address))
  // Only a forgery of From is known of: nothing was said of the other address.
  const answered: Sender | undefined = replyTo && {
    ...replyTo,
    verdict: written?.verdict === 'fail' ? 'fail' : 'none',
  }
  if (!writer) return answered && { author: answered, writer: answered }
  if (!answered || answered.address === writer.address) return { author: writer, writer }
  if (!writer.answerable) return { author: answered, writer }
  const member = await staff.byEmail(writer.address)
  const user = member ? undefined : await users.byEmail(writer.address)
  const isRegistered = user?.notRegistered === false && user.verificationToken === null
  const isKnown = member ? writer.verdict === 'pass' : isRegistered
  return { author: isKnown ? writer : answered, writer }
}

/** Whether a mail claims to come from the helpdesk itself, and nobody else is named. */
export const isOwn = (mail: IncomingMail, own: readonly string[]): boolean =>
  mail.from !== undefined && own.includes(accountAddress(mail.from.address))

/** An address as accounts have it, or undefined when no mail can be sent to it. */
function usable(named: MailAddress | undefined) {
  const address = accountAddress(named?.address ?? '')
  if (!named || !isMailAddress(address)) return undefined
  return { address, name: named.name, answerable: !isNobody(address) }
}

/** Writes an address as accounts have it: its domain in ASCII letters, `müller.example` as `xn--mller-kva.example`. */
export function accountAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const local = address.slice(0, at).normalize('NFC')
  const domain = address.slice(at)
  // No domain is longer than 253 letters.
  return /^[\x00-\x7f]*$/.test(domain) || domain.length > 253 ? local + domain : local + domainToASCII(domain)
}

/** Whether an address says by itself that nobody reads what is sent to it: `no-reply@`, `orders.noreply@`. */
function isNobody(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).replace(/[^a-z]/g, '')
  return ['noreply', 'donotreply', 'dontreply', 'noresponse', 'donotrespond'].some((word) =>
    local.includes(word),
  )
}
