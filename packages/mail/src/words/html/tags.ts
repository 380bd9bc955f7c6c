/** Begin and end a line. */
export const blocks: ReadonlySet<string> = new Set([
  'address',
  'article',
  'aside',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'head',
  'header',
  'hgroup',
  'html',
  'legend',
  'li',
  'main',
  'menu',
  'nav',
  'option',
  'search',
  'section',
  'select',
  'summary',
  'tbody',
  'tfoot',
  'thead',
])

/** Are blocks with a blank line before and after them. */
export const paragraphs: ReadonlySet<string> = new Set([
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'listing',
  'ol',
  'p',
  'plaintext',
  'pre',
  'table',
  'ul',
  'xmp',
])

/** Keep their line breaks and blanks. */
export const verbatim: ReadonlySet<string> = new Set(['listing', 'plaintext', 'pre', 'xmp'])

/** Hold nothing that a reader of the mail sees. */
export const unseen: ReadonlySet<string> = new Set([
  'audio',
  'canvas',
  'iframe',
  'noembed',
  'noframes',
  'script',
  'style',
  'template',
  'title',
  'video',
  'xml',
])

/** Have no end tag. */
export const empty: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
])
