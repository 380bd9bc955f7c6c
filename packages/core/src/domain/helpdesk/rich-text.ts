import type sanitizeHtml from 'sanitize-html'
import { withoutTags } from '../../params/index.js'
import { formattingTags, simpleHtml } from './simple-html.js'

const colors = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([0-9., %]{5,40}\)$/i, /^[a-z]{3,30}$/i]
const length = /^[0-9.]{1,6}(?:px|em|%)$/

/**
 * The allowed HTML of tickets: the formatting, lists, tables, links and pictures of a ticket editor, and the `ql-`
 * classes by which the editor of old clients aligns and indents. Everything else is removed: scripts, styles, frames,
 * forms, handlers, other classes, ids, and links that are not http, https, mailto or tel. Pictures may be links or
 * inline data, but never SVG, which can contain scripts.
 */
const policy: sanitizeHtml.IOptions = {
  allowedTags: [
    ...formattingTags,
    'p',
    'br',
    'hr',
    'div',
    'span',
    'blockquote',
    'pre',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'strike',
    'font',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'table',
    'caption',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'th',
    'td',
    'colgroup',
    'col',
    'a',
    'img',
  ],
  allowedAttributes: {
    '*': ['style', 'title', 'dir', 'lang'],
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    font: ['color', 'size', 'face'],
    ol: ['start', 'type'],
    td: ['colspan', 'rowspan', 'align', 'valign'],
    th: ['colspan', 'rowspan', 'align', 'valign', 'scope'],
    col: ['span', 'width'],
    colgroup: ['span'],
  },
  allowedClasses: { '*': [/^ql-[a-z0-9-]{1,40}$/] },
  allowedStyles: {
    '*': {
      color: colors,
      'background-color': colors,
      'font-size': [/^[0-9.]{1,6}(?:px|pt|em|rem|%)$/, /^[a-z-]{3,20}$/],
      'font-weight': [/^[a-z0-9]{3,10}$/],
      'font-style': [/^[a-z]{3,10}$/],
      'font-family': [/^[\w\s,'"-]{1,200}$/],
      'text-align': [/^(?:left|right|center|justify)$/],
      'text-decoration': [/^[a-z- ]{3,40}$/],
      'vertical-align': [/^[a-z-]{3,20}$/],
      width: [length],
      height: [length],
      'padding-left': [/^[0-9.]{1,5}(?:px|em)$/],
      'margin-left': [/^[0-9.]{1,5}(?:px|em)$/],
    },
    img: {
      display: [/^(?:inline|block|inline-block)$/],
      float: [/^(?:left|right|none)$/],
      margin: [/^(?:auto|[0-9.]{1,5}(?:px|em)?)(?: (?:auto|[0-9.]{1,5}(?:px|em)?)){0,3}$/],
    },
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'] },
  allowProtocolRelative: false,
  transformTags: {
    // A page opened by a link must not have access to the page that shows the ticket.
    a: (tagName, attribs) => ({
      tagName,
      attribs: attribs.href ? { ...attribs, rel: 'noopener noreferrer nofollow' } : attribs,
    }),
    // Renaming the tag drops it. `exclusiveFilter` would copy the output so far for each dropped tag.
    img: (tagName, attribs) => ({ tagName: isPicture(attribs.src ?? '') ? tagName : 'no-picture', attribs }),
  },
}

/** In characters. Editors write far less, and the CSS parser is slow. */
const longestStyle = 1000
/** The most characters that all styles of a text may have together. Long mails have some ten thousand. */
const mostStyles = 150_000

/** Returns a function for the tags of one text. It drops styles once those before have become too long to parse. */
function withoutLongStyles(): sanitizeHtml.Transformer {
  let parsed = 0
  return (tagName, attribs) => {
    const { style = '', ...rest } = attribs
    if (style.length > longestStyle || parsed + style.length > mostStyles) return { tagName, attribs: rest }
    parsed += style.length
    return { tagName, attribs }
  }
}

/**
 * Returns whether an address is not `data:`, or is one of a picture. Ignores blanks and control characters, as browsers
 * do.
 */
function isPicture(source: string): boolean {
  const address = source.replace(/[\u0000-\u0020]+/g, '')
  return (
    !/^data:/i.test(address) || /^data:image\/(?:png|gif|jpeg|webp|bmp);base64,[a-z0-9+/=]*$/i.test(address)
  )
}

/** The deepest nesting of tags that a text may have. */
export const deepestHtml = 200
/** The most tags that a text may have. */
export const mostTags = 20_000

class TooManyTags extends Error {}

/**
 * Cleans HTML from strangers by the policy above, in linear time. A text that nests deeper than `deepestHtml`, or has
 * more than `mostTags` tags, keeps its words and loses all tags.
 */
export async function cleanHtml(html: string): Promise<string> {
  // Plain text and simple formatting, the usual cases, need no parser.
  if (!/[<>&]/.test(html)) return html
  const simple = simpleHtml(html)
  if (simple !== undefined) return simple
  let depth = 0
  let tags = 0
  // The parser's time for each tag grows with the depth of its stack.
  const onOpenTag = () => {
    if (++depth > deepestHtml || ++tags > mostTags) throw new TooManyTags()
  }
  const onCloseTag = () => {
    depth--
  }
  // Loaded at first use: it takes a third of the time that the whole core takes to load.
  const { default: sanitize } = await import('sanitize-html')
  try {
    const transformTags = { ...policy.transformTags, '*': withoutLongStyles() }
    return sanitize(html, { ...policy, transformTags, onOpenTag, onCloseTag })
  } catch (error) {
    if (error instanceof TooManyTags) return withoutTags(html).replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    throw error
  }
}
