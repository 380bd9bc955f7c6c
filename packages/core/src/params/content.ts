import * as v from 'valibot'
import { type ErrorCode, fail } from '../errors.js'
import { htmlOfMarkdown, htmlOfText } from './html.js'
import { type Parameter, parameter } from './parameter.js'

/** In bytes, without markup and spaces. */
const largestText = 10_000

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

/** Rich text: HTML, which is cleaned; plain text, whose line breaks and addresses are kept; or Markdown. */
export type ContentInput = string | { readonly text: string } | { readonly markdown: string }

const words = v.pipe(
  v.string(),
  v.maxLength(largestMarkup),
  v.transform((text) => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')),
)

const isFilled = (text: string) => {
  const bytes = Buffer.byteLength(text.replaceAll(' ', ''))
  return bytes > 0 && bytes <= largestText
}

const htmlSchema = v.pipe(
  words,
  v.check((html) => isFilled(withoutTags(html))),
)
const wordsSchema = v.pipe(words, v.maxLength(2 * largestText), v.check(isFilled))
const contentSchema = v.union([
  htmlSchema,
  v.strictObject({ text: wordsSchema }),
  v.strictObject({ markdown: wordsSchema }),
]) as v.GenericSchema<ContentInput, ContentInput>

/**
 * Rich text: 1 to 10,000 bytes, not counting tags and spaces. A picture alone does not count. The value is HTML, not
 * cleaned yet. Forms send HTML.
 */
export function content(code: ErrorCode): Parameter<ContentInput, string> {
  const sent = parameter(code, contentSchema)
  return {
    schema: contentSchema,
    code,
    async read(value, stores) {
      const given = await sent.read(value, stores)
      if (typeof given === 'string') return given
      const html = await ('text' in given ? htmlOfText(given.text) : htmlOfMarkdown(given.markdown))
      return v.is(htmlSchema, html) ? html : fail(code)
    },
  }
}
