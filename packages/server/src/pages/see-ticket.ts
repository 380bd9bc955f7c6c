import { OpenSupportsError, type SessionContext, type Ticket, type Upload } from '@opensupports/core'
import type { Answer } from '../answer.js'
import type { FormFields } from '../body/index.js'
import { html } from '../html.js'
import { pageCookie, pageSession } from './page-session.js'
import { refusalText } from './refusals.js'
import { goTo, notice, show } from './show.js'
import { proofForm, showTicket } from './show-ticket.js'
import { textField, type Visit } from './visit.js'

interface OpenTicket {
  readonly ticket: Ticket
  readonly session: SessionContext
  /** Whether the session has to be set as a cookie. */
  readonly isNew: boolean
}

/** Shows one ticket, and takes an answer to it. With mandatory login, it asks for the password. */
export async function seeTicket(visit: Visit): Promise<Answer> {
  if (visit.isPost && textField(visit, 'password')) return signIn(visit)
  let found: OpenTicket
  try {
    found = await openTicket(visit)
  } catch (error) {
    if (isRefusal(error, 'NO_PERMISSION') && visit.site.mandatoryLogin) return askForPassword(visit)
    const mayProve = !visit.isPost && visit.query.get('proof')
    if (isRefusal(error, 'INVALID_CAPTCHA') && mayProve) return askForProof(visit)
    throw error
  }
  const isProof = visit.isPost && textField(visit, 'confirm') !== ''
  const answer = isProof
    ? goTo(here(visit))
    : visit.isPost
      ? await comment(visit, found)
      : showTicket(visit, found.ticket)
  if (found.isNew) answer.headers['set-cookie'] = pageCookie(found.session, visit)
  return answer
}

/** Returns the number; for anything else, one that no ticket has. */
const numberOf = (text: string): number => (/^[0-9]{1,15}$/.test(text) ? Number(text) : 0)

const isRefusal = (error: unknown, code: OpenSupportsError['code']): error is OpenSupportsError =>
  error instanceof OpenSupportsError && error.code === code

/**
 * Finds the ticket by the session of an earlier visit, else by its number and its author's address.
 *
 * @throws NO_PERMISSION with mandatory login; INVALID_TICKET; TOO_MANY_REQUESTS
 */
export async function openTicket(visit: Visit): Promise<OpenTicket> {
  const { helpdesk, guest } = visit
  const [number = '', email = ''] = visit.parts
  const ticketNumber = numberOf(number)
  const proof = proofOf(visit)
  const known = pageSession(visit)
  if (known.token && proof === undefined) {
    try {
      return { ticket: await helpdesk.ticket.get(known, { ticketNumber }), session: known, isNew: false }
    } catch (error) {
      if (!isRefusal(error, 'NO_PERMISSION')) throw error
    }
  }
  const { userId, token } = await helpdesk.ticket.check(guest, {
    ticketNumber,
    email,
    ...(proof === undefined ? {} : { proof }),
  })
  const session = { ...guest, userId, token }
  return { ticket: await helpdesk.ticket.get(session, { ticketNumber }), session, isNew: true }
}

/**
 * Returns the proof in a mailed link that its reader owns the address. It counts only when a button was pressed, since
 * programs that scan mails open every link.
 */
const proofOf = ({ isPost, query, site }: Visit): string | undefined =>
  (isPost && !site.mandatoryLogin && query.get('proof')) || undefined

/** A button in place of the captcha, which the link makes unnecessary. */
function askForProof(visit: Visit): Answer {
  const [, email = ''] = visit.parts
  const { heading, text } = visit.words.confirm
  return show(visit, {
    heading,
    body: html`<p>${text.replace('{email}', () => email)}</p>
${proofForm(visit)}`,
  })
}

async function signIn(visit: Visit): Promise<Answer> {
  const { helpdesk, guest, words } = visit
  const [number = '', email = ''] = visit.parts
  const ticketNumber = numberOf(number)
  try {
    const session = await helpdesk.user.login(guest, { email, password: textField(visit, 'password') })
    await helpdesk.ticket.get({ ...guest, userId: session.userId, token: session.token }, { ticketNumber })
    const answer = goTo(here(visit))
    answer.headers['set-cookie'] = pageCookie(session, visit)
    return answer
  } catch (error) {
    if (!(error instanceof OpenSupportsError) || error.status >= 500) throw error
    const { code } = error
    const trouble = code === 'NO_PERMISSION' ? words.refusals.noTicket : refusalText(code, words)
    return askForPassword(visit, trouble)
  }
}

function askForPassword(visit: Visit, trouble?: string): Answer {
  const { words, parts, up } = visit
  const [number = '', email = ''] = parts
  return show(visit, {
    heading: words.signIn,
    status: trouble === undefined ? 200 : 403,
    body: html`${notice(trouble)}
<p>${words.ticket.signInText.replace('{number}', () => number)}</p>
<form method="post">
<label for="email">${words.email}</label>
<input id="email" value="${email}" autocomplete="username" readonly>
<label for="password">${words.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
<button>${words.signIn}</button>
</form>
<p class="soft"><a href="${up}recover-password">${words.forgotten.heading}</a></p>`,
  })
}

async function comment(visit: Visit, found: OpenTicket): Promise<Answer> {
  const { helpdesk, words, fields } = visit
  const { ticketNumber } = found.ticket
  const text = textField(visit, 'content')
  const content = asHtml(text)
  try {
    await helpdesk.ticket.comment(found.session, { ticketNumber, content, ...fileOf(fields) })
  } catch (error) {
    if (!(error instanceof OpenSupportsError) || error.status >= 500) throw error
    return showTicket(visit, found.ticket, { trouble: refusalText(error.code, words), text })
  }
  return goTo(`${here(visit)}#latest`)
}

/** Returns the chosen file, if any. */
const fileOf = ({ file }: FormFields): { file?: Upload } => (isUpload(file) ? { file } : {})

const isUpload = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && 'stream' in value

/** Converts the plain text of the form to the HTML of tickets. */
const asHtml = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => html`${line.trimEnd()}`.markup)
    .join('<br>')

/** Returns the last part of the present address: a relative link back to it. */
const here = ({ parts, query }: Visit) =>
  `./${encodeURIComponent((parts[1] ?? '').toWellFormed())}${query.size > 0 ? `?${query}` : ''}`
