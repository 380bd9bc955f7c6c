import { languageTags } from '@opensupports/core'
import { type Answer, safetyHeaders } from '../answer.js'
import { cleaned, type Html, html, type Piece } from '../html.js'
import { contentPolicy, style } from './style.js'
import type { Visit } from './visit.js'

/** What differs from page to page. */
export interface Shown {
  readonly heading: string
  readonly body: Piece
  /** Default 200. */
  readonly status?: number
}

const headers = {
  ...safetyHeaders,
  'cache-control': 'no-store',
  'content-security-policy': contentPolicy,
  'content-type': 'text/html; charset=utf-8',
  'x-robots-tag': 'noindex',
}

const document = (language: string, siteTitle: string, heading: string, body: Piece): Html =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}${siteTitle && ` – ${siteTitle}`}</title>
${cleaned(`<style>${style}</style>`)}
</head>
<body>
<header>${siteTitle}</header>
<main>
<h1>${heading}</h1>
${body}
</main>
</body>
</html>
`

/** Returns a page in the helpdesk's frame. */
export function show(
  { language, site }: Pick<Visit, 'language' | 'site'>,
  { heading, body, status = 200 }: Shown,
): Answer {
  const { markup } = document(languageTags[language], site.title, heading, body)
  return { status, headers: { ...headers, 'content-language': languageTags[language] }, body: markup }
}

/** Redirects the browser, by GET, to an address relative to the present one. */
export const goTo = (address: string): Answer => ({
  status: 303,
  headers: { ...safetyHeaders, 'cache-control': 'no-store', location: address },
  body: '',
})

/** Returns a notice that something did not work; empty without one. */
export const notice = (text: string | undefined): Html =>
  text === undefined ? html`` : html`<p class="bad" role="alert">${text}</p>`
