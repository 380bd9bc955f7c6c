const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for HTML. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '')

/** Returns HTML that shows a text as it is, with its line breaks, and with links at its addresses. */
export async function htmlOfText(text: string): Promise<string> {
  const { LinkifyIt } = await import('linkify-it')
  const links = new LinkifyIt({ fuzzyLink: true })
  let html = ''
  let from = 0
  for (const { index, lastIndex, url, text: shown } of links.match(text) ?? []) {
    html += `${escapeHtml(text.slice(from, index))}<a href="${escapeHtml(url)}">${escapeHtml(shown)}</a>`
    from = lastIndex
  }
  return (html + escapeHtml(text.slice(from))).replace(/\r\n|\r|\n/g, '<br />')
}

/** The most cells of a table that is rendered. With more, the HTML would be too long for a content anyway. */
const mostCells = 10_000

/**
 * Returns whether a text may contain a table with too many cells. Each line of a table gets as many cells as the head of
 * the table has, so a few thousand characters can make tens of thousands of cells, which take long to render.
 */
function mayHaveHugeTable(markdown: string): boolean {
  let lines = 0
  let columns = 0
  for (const line of markdown.split(/\r\n?|\n/)) {
    const isBlank = /^[ \t]*$/.test(line)
    lines = isBlank ? 0 : lines + 1
    columns = isBlank ? 0 : Math.max(columns, line.split('|').length)
    if (lines * columns > mostCells) return true
  }
  return false
}

/** Returns the HTML of a text in Markdown. HTML in it is shown as text, and so is a table with too many cells. */
export async function htmlOfMarkdown(markdown: string): Promise<string> {
  const { default: MarkdownIt } = await import('markdown-it')
  const renderer = new MarkdownIt({ html: false, linkify: true, breaks: true })
  if (mayHaveHugeTable(markdown)) renderer.disable('table')
  return renderer.render(markdown).trim()
}
