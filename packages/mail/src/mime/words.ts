import EmailReplyParser from 'email-reply-parser'
import { convert } from 'html-to-text'

/** What is looked at for quotes; more is no letter, and the patterns that find quotes take long on rubbish. */
const longestLetter = 50_000
const longestHtml = 500_000

const parser = new EmailReplyParser()

/** Text of HTML: links keep their address, pictures and styles go. */
export function textOfHtml(html: string): string {
  return convert(html.slice(0, longestHtml), {
    wordwrap: false,
    limits: { maxInputLength: longestHtml, maxDepth: 100, maxChildNodes: 5000, ellipsis: '…' },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
      { selector: 'table', format: 'block' },
    ],
  })
}

/** What the sender has written, without what is quoted and without the signature; all of it where nothing is left. */
export function ownWords(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').trim()
  if (plain.length > longestLetter || plain.split('\n').some((line) => line.length > 5000)) return plain
  return parser.parseReply(plain).trim() || plain
}
