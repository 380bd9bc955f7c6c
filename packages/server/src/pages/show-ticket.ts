import { languageTags, type Ticket, type TicketEvent } from '@opensupports/core'
import type { Answer } from '../answer.js'
import { cleaned, type Html, html } from '../html.js'
import { notice, show } from './show.js'
import type { Visit } from './visit.js'

/** A rejected answer: the reason, and the text, to fill the form again. */
export interface RefusedAnswer {
  readonly trouble: string
  readonly text: string
}

/** Shows a ticket with its history, and a form to answer it. */
export function showTicket(visit: Visit, ticket: Ticket, refused?: RefusedAnswer): Answer {
  const { words, site } = visit
  const { open, closed, answer, attach, send } = words.ticket
  const state = ticket.closed ? closed : open
  const encoding = site.allowAttachments ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
  return show(visit, {
    heading: ticket.title,
    status: refused ? 400 : 200,
    body: html`<p class="soft">#${ticket.ticketNumber} · ${ticket.department.name ?? ''} · ${state}</p>
${ticket.unproved && visit.query.get('proof') ? proofForm(visit) : undefined}
${post(visit, ticket)}
${ticket.events.flatMap((event) => happened(visit, event))}
<div id="latest"></div>
${notice(refused?.trouble)}
<form method="post" enctype="${encoding}">
<label for="content">${answer}</label>
<textarea id="content" name="content" required maxlength="10000">${refused?.text ?? ''}</textarea>
${
  site.allowAttachments &&
  html`<label for="file">${attach}</label>
<input id="file" name="file" type="file">`
}
<button>${send}</button>
</form>`,
  })
}

/** A button to prove the reader's address by the link that was mailed to it. */
export const proofForm = ({ words }: Visit): Html =>
  html`<form method="post"><p><button name="confirm" value="1">${words.confirm.button}</button></p></form>`

function happened(visit: Visit, event: TicketEvent): readonly Html[] {
  const { wasClosed, wasOpened } = visit.words.ticket
  if (event.type === 'COMMENT') return [post(visit, event)]
  const texts: Partial<Record<TicketEvent['type'], string>> = { CLOSE: wasClosed, RE_OPEN: wasOpened }
  const text = texts[event.type]
  return text === undefined ? [] : [html`<p class="soft">${text} ${time(visit, event.date)}</p>`]
}

/** Shows a ticket's text or a comment. */
type Written = Pick<TicketEvent, 'content' | 'date' | 'file'> & {
  readonly author: { readonly name: string | null; readonly staff: boolean } | null
}

function post(visit: Visit, { content, author, date, file }: Written): Html {
  const folder = `./${encodeURIComponent((visit.parts[1] ?? '').toWellFormed())}/`
  const own = author !== null && !author.staff
  const { attachment } = visit.words.ticket
  return html`<article class="post${own && ' own'}">
<p class="soft"><strong>${author?.name ?? ''}</strong> · ${time(visit, date)}</p>
<div>${cleaned(withOwnPictures(content ?? '', folder))}</div>
${
  file !== null &&
  file !== '' &&
  html`<p><a href="${folder}${file}" download>${attachment}: ${shownName(file)}</a></p>`
}
</article>`
}

/** Removes the ticket's number and the random mark at the start of stored names. */
const shownName = (file: string) => file.split('_').slice(2).join('_') || file

const download = '/system/download?file='

/** Rewrites the helpdesk's pictures to addresses below the ticket's page, whose session may see them. */
const withOwnPictures = (content: string, folder: string): string =>
  content.replace(/ src="([^"]*)"/g, (whole, source: string) => {
    const start = source.indexOf(download)
    return start < 0 ? whole : ` src="${folder}${encodeURIComponent(source.slice(start + download.length))}"`
  })

function time({ language }: Visit, date: Date): Html {
  const format = new Intl.DateTimeFormat(languageTags[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return html`<time datetime="${date.toISOString()}">${format.format(date)} UTC</time>`
}
