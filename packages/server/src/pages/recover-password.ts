import { OpenSupportsError } from '@opensupports/core'
import type { Answer } from '../answer.js'
import { html } from '../html.js'
import { refusalText } from './refusals.js'
import { notice, show } from './show.js'
import { type Page, textField, type Visit } from './visit.js'

/**
 * `/recover-password?email=…&token=…`: sets the password of an account, with the link of a recovery or, with
 * `&invited=true`, of an invitation. Without a token it sends such a link.
 */
export const recoverPassword: Page = async (visit) => {
  const email = visit.query.get('email') ?? ''
  const token = visit.query.get('token') ?? ''
  if (!token) return sendLink(visit)
  if (!visit.isPost) return choose(visit, email)
  const password = textField(visit, 'password')
  const { words, helpdesk, guest } = visit
  if (password !== textField(visit, 'again')) return choose(visit, email, words.refusals.passwordsDiffer)
  try {
    await helpdesk.user.recoverPassword(guest, { email, token, password })
  } catch (error) {
    if (!(error instanceof OpenSupportsError) || error.code !== 'INVALID_PASSWORD') throw error
    return choose(visit, email, refusalText(error.code, words))
  }
  const { doneHeading, doneText } = words.newPassword
  return show(visit, { heading: doneHeading, body: html`<p>${doneText}</p>` })
}

function choose(visit: Visit, email: string, trouble?: string): Answer {
  const { heading, welcome, text, password, again, hint, button } = visit.words.newPassword
  return show(visit, {
    heading: visit.query.get('invited') === 'true' ? welcome : heading,
    status: trouble === undefined ? 200 : 400,
    body: html`${notice(trouble)}
<p>${text.replace('{email}', () => email)}</p>
<form method="post">
<input type="hidden" name="username" autocomplete="username" value="${email}">
<label for="password">${password}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="6" maxlength="200"
  aria-describedby="hint">
<label for="again">${again}</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="6" maxlength="200">
<p class="soft" id="hint">${hint}</p>
<button>${button}</button>
</form>`,
  })
}

async function sendLink(visit: Visit): Promise<Answer> {
  const { helpdesk, guest, words, isPost } = visit
  const { heading, text, staff, button, doneHeading, doneText } = words.forgotten
  if (isPost) {
    const email = textField(visit, 'email')
    await helpdesk.user.sendRecoverPassword(guest, { email, staff: textField(visit, 'staff') === '1' })
    return show(visit, { heading: doneHeading, body: html`<p>${doneText}</p>` })
  }
  return show(visit, {
    heading,
    body: html`<p>${text}</p>
<form method="post">
<label for="email">${words.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="200">
<label class="tick"><input name="staff" type="checkbox" value="1"> ${staff}</label>
<button>${button}</button>
</form>`,
  })
}
