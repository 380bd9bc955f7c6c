import { html } from '../html.js'
import { seeTicket } from './see-ticket.js'
import { goTo, show } from './show.js'
import { ticketFile } from './ticket-file.js'
import { type Page, textField } from './visit.js'

/**
 * `/check-ticket`: asks for a ticket's number and its author's address. `/check-ticket/<number>/<e-mail>` shows the
 * ticket; the paths below it serve its files.
 */
export const checkTicket: Page = async (visit) => {
  const { parts, words, isPost } = visit
  if (parts.length === 2) return seeTicket(visit)
  if (parts.length === 3) return ticketFile(visit)
  if (isPost) {
    const number = encodeURIComponent(textField(visit, 'ticketNumber').trim() || '-')
    const email = encodeURIComponent(textField(visit, 'email').trim().toWellFormed() || '-')
    return goTo(`${visit.up || './'}check-ticket/${number}/${email}`)
  }
  const { heading, number, button } = words.ticket
  return show(visit, {
    heading,
    body: html`<form method="post">
<label for="number">${number}</label>
<input id="number" name="ticketNumber" inputmode="numeric" autocomplete="off" required maxlength="20">
<label for="email">${words.email}</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="200">
<button>${button}</button>
</form>`,
  })
}
