import { escapeHtml } from '@opensupports/core'

/** Markup that is safe to send as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A value in a template: text is escaped, markup is kept, undefined is left out. */
export type Piece = string | number | Html | readonly Html[] | false | undefined

/** Marks HTML that the helpdesk has sanitized as safe. */
export const cleaned = (markup: string): Html => new Html(markup)

const markupOf = (piece: Piece): string => {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.markup
  if (typeof piece === 'object') return piece.map(({ markup }) => markup).join('\n')
  return escapeHtml(String(piece))
}

/**
 * Builds markup from a template.
 *
 * @example
 * html`<h1>${title}</h1>`
 */
export const html = (texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(texts.map((text, index) => text + markupOf(pieces[index])).join(''))
