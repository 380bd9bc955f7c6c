import { helpdeskId, loopHeader } from '../domain/index.js'
import type { IncomingMail } from '../platform/index.js'

/**
 * Why nobody wrote a mail, or undefined when somebody did. To answer programs is how loops begin: two machines that
 * thank each other for ever.
 */
export function automaticCause(
  { headers, from, subject }: Pick<IncomingMail, 'headers' | 'from' | 'subject'>,
  own: { readonly secret: string | undefined; readonly addresses: readonly string[] },
): string | undefined {
  const header = (name: string) => headers.get(name.toLowerCase())?.trim().toLowerCase() ?? ''
  const sentBy = header(loopHeader)
  if (sentBy && own.secret && sentBy === helpdeskId(own.secret)) return 'it was sent by this helpdesk'
  if (from && own.addresses.includes(from.address)) return 'it comes from the address of this helpdesk'
  const submitted = header('auto-submitted')
  if (submitted && submitted !== 'no') return `an automatic mail (Auto-Submitted: ${submitted.slice(0, 50)})`
  if (/^(?:bulk|junk|list|auto_reply)\b/.test(header('precedence'))) return 'a bulk mail (Precedence)'
  if (header('list-id') || header('list-unsubscribe')) return 'a mail of a mailing list'
  if (header('x-autoreply') || header('x-autorespond') || header('x-auto-response-suppress') === 'all')
    return 'an automatic answer'
  if (header('return-path') === '<>' || /^multipart\/report\b/.test(header('content-type')))
    return 'a report of a mail server'
  if (from && /^(?:mailer-daemon|postmaster)@/.test(from.address)) return 'a report of a mail server'
  if (/^(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office)\b/i.test(subject))
    return 'an automatic answer'
  return undefined
}
