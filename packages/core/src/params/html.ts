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

/** Returns the HTML of a text in Markdown. HTML in it is shown as it is. */
export async function htmlOfMarkdown(markdown: string): Promise<string> {
  const { default: MarkdownIt } = await import('markdown-it')
  return new MarkdownIt({ html: false, linkify: true, breaks: true }).render(markdown).trim()
}
