import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { type Parameter, parameter } from './parameter.js'

/** The limit including markup, links and pictures: far above what 10,000 bytes of text need. */
const largestMarkup = 1_000_000

/** Removes everything that looks like a tag, in one pass. */
export function withoutTags(html: string): string {
  let text = ''
  let from = 0
  for (;;) {
    const open = html.indexOf('<', from)
    const close = open < 0 ? -1 : html.indexOf('>', open)
    if (close < 0) return text + html.slice(from)
    text += html.slice(from, open)
    from = close + 1
  }
}

/** Rich text, as HTML: 1 to 10,000 bytes, not counting tags and spaces. A picture alone does not count. */
export const content = (code: ErrorCode): Parameter<string, string> =>
  parameter(
    code,
    v.pipe(
      v.string(),
      v.maxLength(largestMarkup),
      v.transform((html) =>
        html.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ''),
      ),
      v.check((html) => {
        const bytes = Buffer.byteLength(withoutTags(html).replaceAll(' ', ''))
        return bytes > 0 && bytes <= 10_000
      }),
    ),
  )
