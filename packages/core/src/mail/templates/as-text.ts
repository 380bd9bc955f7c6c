import type { FormatCallback, HtmlToTextOptions } from 'html-to-text'

/** Writes a row of a table on one line. */
const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 })
  const cells = element.children.filter(({ name }) => name === 'td' || name === 'th')
  for (const [place, cell] of cells.entries()) {
    if (place > 0) builder.addInline(' | ')
    walk(cell.children, builder)
  }
  builder.closeBlock({ trailingLineBreaks: 1 })
}

/** Paragraphs and line breaks within a cell stay on that line. */
const withinCell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder)
  builder.addInline(' ')
}

const cellContents = ['td > p', 'th > p', 'td > div', 'th > div', 'td > br', 'th > br']

const options: HtmlToTextOptions = {
  wordwrap: false,
  formatters: { row, withinCell },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'table', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: 'tr', format: 'row' },
    ...cellContents.map((selector) => ({ selector, format: 'withinCell' })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
}

/** Returns cleaned HTML as plain text, with all of its words. `cleanHtml()` bounds the number and nesting of tags. */
export async function asText(html: string): Promise<string> {
  // Loaded at first use: only a process that delivers mails needs it.
  const { convert } = await import('html-to-text')
  return convert(html, options).trim()
}
