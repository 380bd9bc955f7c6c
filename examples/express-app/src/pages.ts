import { escaped } from './paragraphs.js'

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>
${body}
</html>
`

export const homePage = page(
  'Harbour Cycles',
  '<p>Bikes for wind and weather. Something is wrong? <a href="/contact">Write to us.</a></p>',
)

const complaints: Readonly<Record<string, string>> = {
  INVALID_TITLE: 'Please give us a subject, of at most 200 characters.',
  INVALID_CONTENT: 'Please tell us what it is about, in at most 10,000 characters.',
}

export const contactPage = (name: string, code?: string) =>
  page(
    'Write to us',
    `<p>You are signed in as ${escaped(name)}.</p>
${code === undefined ? '' : `<p role="alert">${escaped(complaints[code] ?? `That did not work: ${code}`)}</p>`}
<form method="post" action="/contact">
<p><label>Subject<br><input name="subject" required maxlength="200"></label></p>
<p><label>Message<br><textarea name="message" required rows="8" cols="60"></textarea></label></p>
<p><button>Send</button></p>
</form>`,
  )

export const thanksPage = (ticketNumber: number) =>
  page('Thank you', `<p>We have opened ticket ${ticketNumber} for you. <a href="/">Back to the shop</a></p>`)
