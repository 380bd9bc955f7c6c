import sanitizeHtml from 'sanitize-html'

/**
 * What stays of the HTML that people send: the formatting, lists, tables, links and pictures of a ticket editor.
 * Everything else goes: scripts, styles, frames, forms, handlers, classes, ids, and links that are not http, https,
 * mailto or tel. Pictures may be links or inline data, but never SVG, which can hold scripts.
 */
const policy: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'div', 'span', 'blockquote', 'pre', 'code', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup', 'small', 'mark', 'font'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'colgroup', 'col'],
    ...['a', 'img'],
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
  allowedStyles: {
    '*': {
      color: [/^#[0-9a-f]{3,8}$/i, /^rgba?\([0-9., %]{5,40}\)$/i, /^[a-z]{3,30}$/i],
      'background-color': [/^#[0-9a-f]{3,8}$/i, /^rgba?\([0-9., %]{5,40}\)$/i, /^[a-z]{3,30}$/i],
      'font-size': [/^[0-9.]{1,6}(?:px|pt|em|rem|%)$/, /^[a-z-]{3,20}$/],
      'font-weight': [/^[a-z0-9]{3,10}$/],
      'font-style': [/^[a-z]{3,10}$/],
      'font-family': [/^[\w\s,'"-]{1,200}$/],
      'text-align': [/^(?:left|right|center|justify)$/],
      'text-decoration': [/^[a-z- ]{3,40}$/],
      'vertical-align': [/^[a-z-]{3,20}$/],
      width: [/^[0-9.]{1,6}(?:px|em|%)$/],
      height: [/^[0-9.]{1,6}(?:px|em|%)$/],
      'padding-left': [/^[0-9.]{1,5}(?:px|em)$/],
      'margin-left': [/^[0-9.]{1,5}(?:px|em)$/],
    },
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'] },
  allowProtocolRelative: false,
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !isPicture(attribs.src ?? ''),
  transformTags: {
    // A page that a link opens must not reach back to the one that shows the ticket.
    a: (tagName, attribs) => ({
      tagName,
      attribs: attribs.href ? { ...attribs, rel: 'noopener noreferrer nofollow' } : attribs,
    }),
  },
}

const isPicture = (source: string) =>
  !/^\s*data:/i.test(source) || /^data:image\/(?:png|gif|jpeg|webp|bmp);base64,[a-z0-9+/=\s]*$/i.test(source)

/** Cleans HTML of people by the policy above. */
export function cleanHtml(html: string): string {
  // Plain text, the usual case, needs no parser.
  return /[<>&]/.test(html) ? sanitizeHtml(html, policy) : html
}
