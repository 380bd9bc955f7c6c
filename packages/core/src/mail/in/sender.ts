import { domainToASCII } from 'node:url'
import { isMailAddress } from '../../params/index.js'
import type { IncomingMail, MailAddress } from '../../platform/index.js'
import type { Stores } from '../../storage/index.js'
import { type Verdict, verdictOn } from './authentication.js'

/** The sender of a mail. */
export interface Sender {
  /** The address as accounts have it: with the domain in ASCII letters. */
  readonly address: string
  readonly name: string
  /** The receiving server's verdict on the address. Never `pass` for `Reply-To`: servers check `From` alone. */
  readonly verdict: Verdict
  /** Whether the address accepts answers. */
  readonly answerable: boolean
}

/** The two addresses that may be the sender's. */
export interface Senders {
  /** The author of a new ticket. */
  readonly author: Sender
  /** The author of an answer: the address of `From`, unless it is missing or the helpdesk's own. */
  readonly writer: Sender
}

/**
 * Returns the sender of a mail: normally `From`. `Reply-To` is used if answers to `From` would reach nobody or the
 * helpdesk itself, as with contact forms, or if it differs from a `From` that has no registered account.
 *
 * @param own the helpdesk's own addresses
 * @param trusted the name of the server whose verdict counts
 * @returns undefined when no address can be answered
 */
export async function sendersOf(
  { staff, users }: Pick<Stores, 'staff' | 'users'>,
  mail: IncomingMail,
  { own, trusted }: { readonly own: readonly string[]; readonly trusted: string },
): Promise<Senders | undefined> {
  const from = usable(mail.from)
  const written = from && { ...from, verdict: await verdictOn(mail, trusted, from.address) }
  const writer = written && !own.includes(written.address) ? written : undefined
  const replyTo = mail.replyTo
    .flatMap((each) => usable(each) ?? [])
    .find(({ address }) => !own.includes(address))
  // The verdict is about From alone, not about the other address.
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

/** Returns whether a mail claims to come from the helpdesk itself and names nobody else. */
export const isOwn = (mail: IncomingMail, own: readonly string[]): boolean =>
  mail.from !== undefined && own.includes(accountAddress(mail.from.address))

/** Returns an address as accounts have it; undefined if no mail can be sent to it. */
function usable(named: MailAddress | undefined) {
  const address = accountAddress(named?.address ?? '')
  if (!named || !isMailAddress(address)) return undefined
  return { address, name: named.name, answerable: !isNobody(address) }
}

/**
 * Normalizes an address as accounts have it: its domain in ASCII letters, `müller.example` as `xn--mller-kva.example`.
 */
export function accountAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const local = address.slice(0, at).normalize('NFC')
  const domain = address.slice(at)
  // A domain has at most 253 letters.
  return /^[\x00-\x7f]*$/.test(domain) || domain.length > 253 ? local + domain : local + domainToASCII(domain)
}

/** Returns whether an address is one of those that nobody reads: `no-reply@`, `orders.noreply@`. */
function isNobody(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).replace(/[^a-z]/g, '')
  return ['noreply', 'donotreply', 'dontreply', 'noresponse', 'donotrespond'].some((word) =>
    local.includes(word),
  )
}
