import { type Html, html } from '../html.js'

/** Returns a text whose words between backticks are code. */
export const inline = (text: string): Html[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))

/** Returns a text's paragraphs. */
export const prose = (text: string | undefined): Html[] =>
  (text ?? '')
    .split('\n\n')
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => html`<p>${joined(inline(paragraph))}</p>`)

/** Puts pieces next to each other. */
export const joined = (pieces: readonly Html[], between = html``): Html =>
  pieces.reduce((all, piece, index) => (index === 0 ? piece : html`${all}${between}${piece}`), html``)
