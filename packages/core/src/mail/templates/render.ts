import type { Settings } from '../../call/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import type { StoredMailTemplate } from '../../storage/index.js'
import { fillAddress, fillHtml, fillLine } from './fill.js'
import { frame, type MailParts, plainText } from './frame.js'
import { languageTags } from './languages.js'
import type { MailTemplateName } from './texts.js'
import { broughtTexts, knownLanguage } from './words.js'

/** Where the button of each mail leads; none where there is no entry. */
const pages: Partial<Record<MailTemplateName, string>> = {
  USER_SIGNUP: '{{url}}/verify-token/{{to}}/{{verificationToken}}',
  PASSWORD_FORGOT: '{{url}}/recover-password?email={{to}}&token={{token}}',
  USER_INVITE: '{{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
  TICKET_CREATED: '{{url}}/check-ticket/{{ticketNumber}}/{{to}}',
  // The operation knows whether the reader has to sign in.
  TICKET_RESPONDED: '{{url}}',
  TICKET_CLOSED: '{{url}}/check-ticket/{{ticketNumber}}/{{to}}',
}

/** Guests look at a ticket with its number and their address; who must sign in starts at the site. */
const page = (template: MailTemplateName, mandatoryLogin: boolean) =>
  mandatoryLogin && template === 'TICKET_CLOSED' ? '{{url}}' : pages[template]

/** Adds the token that proves the reader's address to the link of a ticket. */
const withProof = (address: string, proof: string | undefined) =>
  proof && address.includes('/check-ticket/') ? `${address}?proof=${encodeURIComponent(proof)}` : address

/** A mail in words. */
export interface RenderedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Puts a mail into words. Values are escaped; what people wrote as HTML is cleaned once more. */
export function renderMail(
  template: MailTemplateName,
  texts: StoredMailTemplate,
  variables: Readonly<Record<string, string>>,
  { title, headerImage, mandatoryLogin }: Pick<Settings, 'title' | 'headerImage' | 'mandatoryLogin'>,
): RenderedMail {
  const { content = '', ...values } = variables
  const filled = (text: string | null) => cleanHtml(fillHtml(text ?? '', values))
  const address = page(template, mandatoryLogin)
  const { action } = broughtTexts(template, texts.language)
  const parts: MailParts = {
    language: languageTags[knownLanguage(texts.language)],
    siteTitle: title,
    headerImage,
    about: values.ticketNumber ? `#${values.ticketNumber}` : '',
    heading: filled(texts.text1),
    message: filled(texts.text2),
    quote: cleanHtml(content),
    button:
      address && action
        ? { words: action, address: withProof(fillAddress(address, values), values.proof) }
        : undefined,
    footnote: filled(texts.text3),
  }
  return { subject: fillLine(texts.subject, values), html: frame(parts), text: plainText(parts) }
}
