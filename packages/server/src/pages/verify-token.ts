import { html } from '../html.js'
import { show } from './show.js'
import type { Page } from './visit.js'

/**
 * `/verify-token/<e-mail>/<token>`: confirms an address by a button. Opening the page changes nothing, since programs
 * that scan mails open every link.
 */
export const verifyToken: Page = async (visit) => {
  const { helpdesk, guest, words, isPost } = visit
  const [email = '', token = ''] = visit.parts
  const { heading, text, button, doneHeading, doneText } = words.confirm
  if (isPost) {
    await helpdesk.user.verify(guest, { email, token })
    return show(visit, { heading: doneHeading, body: html`<p>${doneText}</p>` })
  }
  return show(visit, {
    heading,
    body: html`<p>${text.replace('{email}', () => email)}</p>
<form method="post"><button>${button}</button></form>`,
  })
}
