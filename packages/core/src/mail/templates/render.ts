import type { Settings } from '../../call/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import type { StoredMailTemplate } from '../../storage/index.js'
import { fillAddress, fillHtml, fillLine } from './fill.js'
import { frame, type MailParts, plainText } from './frame.js'
import { languageTags } from './languages.js'
import type { MailTemplateName } from './texts.js'
import { broughtTexts, knownLanguage } from './words.js'

/** The target of the button of each mail; a mail without an entry has no button. */
const pages: Partial<Record<MailTemplateName, string>> = {
  USER_SIGNUP: '{{url}}/verify-token/{{to}}/{{verificationToken}}',
  PASSWORD_FORGOT: '{{url}}/recover-password?email={{to}}&token={{token}}',
  USER_INVITE: '{{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
  TICKET_CREATED: '{{url}}/check-ticket/{{ticketNumber}}/{{to}}',
  // The operation decided whether the reader must sign in.
  TICKET_RESPONDED: '{{url}}',
  TICKET_CLOSED: '{{url}}/check-ticket/{{ticketNumber}}/{{to}}',
}

/** Guests open the ticket by its number and their address. Readers who must sign in start at the site. */
const page = (template: MailTemplateName, mandatoryLogin: boolean) =>
  mandatoryLogin && template === 'TICKET_CLOSED' ? '{{url}}' : pages[template]

/** Adds the token that proves the reader's address to the link of a ticket. */
const withProof = (address: string, proof: string | undefined) =>
  proof && address.includes('/check-ticket/') ? `${address}?proof=${encodeURIComponent(proof)}` : address

/** A rendered mail. */
export interface RenderedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** Renders a mail. Escapes values, and cleans quoted HTML again. */
export async function renderMail(
  template: MailTemplateName,
  texts: StoredMailTemplate,
  variables: Readonly<Record<string, string>>,
  { title, headerImage, mandatoryLogin }: Pick<Settings, 'title' | 'headerImage' | 'mandatoryLogin'>,
): Promise<RenderedMail> {
  const { content = '', ...values } = variables
  const filled = (text: string | null) => cleanHtml(fillHtml(text ?? '', values))
  const address = page(template, mandatoryLogin)
  const { action } = broughtTexts(template, texts.language)
  const parts: MailParts = {
    language: languageTags[knownLanguage(texts.language)],
    siteTitle: title,
    headerImage,
    about: values.ticketNumber ? `#${values.ticketNumber}` : '',
    heading: await filled(texts.text1),
    message: await filled(texts.text2),
    quote: await cleanHtml(content),
    button:
      address && action
        ? { words: action, address: withProof(fillAddress(address, values), values.proof) }
        : undefined,
    footnote: await filled(texts.text3),
  }
  return { subject: fillLine(texts.subject, values), html: frame(parts), text: await plainText(parts) }
}
