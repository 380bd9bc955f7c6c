import { type ComponentChildren, h, type VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'
import { useFileAddress } from './downloads.js'
import { inertBody } from './inert.js'

/** The tags that are shown. Of others, the texts are. */
const shownTags = new Set(
  (
    'p br hr div span blockquote pre code h1 h2 h3 h4 h5 h6 b strong i em u s strike del ins sub sup small mark ' +
    'ul ol li dl dt dd table caption thead tbody tfoot tr th td colgroup col'
  ).split(' '),
)

/** Tags whose texts are not for people. */
const droppedTags = new Set([
  'script',
  'style',
  'template',
  'title',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
])

const shownStyles = [
  'color',
  'background-color',
  'font-weight',
  'font-style',
  'text-align',
  'text-decoration',
]

/** What replaces colours in the dark: they are chosen for a light page. */
const inTheDark: Readonly<Record<string, string>> = {
  color: 'currentcolor',
  'background-color': 'transparent',
}

/** In tags: the server allows 200. */
const deepest = 220

/**
 * Shows HTML of tickets and articles. The helpdesk has cleaned it; nevertheless nothing of it reaches the page as HTML:
 * a document without scripts parses it, and elements are made anew from a list of tags and attributes. Pictures of
 * other sites become links, so that reading asks no other site for anything.
 */
export function RichText({ html }: { readonly html: string }) {
  const content = useMemo(() => childrenOf(inertBody(html), 0), [html])
  return (
    <div class="rich" dir="auto">
      {content}
    </div>
  )
}

const childrenOf = (parent: Node, depth: number): ComponentChildren[] =>
  [...parent.childNodes].map((node) => shown(node, depth + 1))

function shown(node: Node, depth: number): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element) || depth > deepest) return null
  const tag = node.localName
  if (droppedTags.has(tag)) return null
  if (tag === 'img') return picture(node)
  if (tag === 'a') return link(node, childrenOf(node, depth))
  if (!shownTags.has(tag)) return childrenOf(node, depth)
  const isEmpty = tag === 'br' || tag === 'hr' || tag === 'col'
  return h(tag, attributesOf(node), ...(isEmpty ? [] : childrenOf(node, depth)))
}

function attributesOf(node: Element): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const name of ['dir', 'lang', 'title', 'colspan', 'rowspan', 'start', 'scope']) {
    const value = node.getAttribute(name)
    if (value !== null) attributes[name] = value
  }
  const style = stylesOf(node)
  if (style) attributes.style = style
  return attributes
}

/**
 * Returns the allowed styles of an element; undefined if it has none. A script sets them property by property, which the
 * Content-Security-Policy allows.
 */
function stylesOf(node: Element): Record<string, string> | undefined {
  const declared = node.getAttribute('data-style')
  if (declared === null) return undefined
  const { style } = document.createElement('span')
  style.cssText = declared
  const shown: Record<string, string> = {}
  for (const name of shownStyles) {
    const value = style.getPropertyValue(name)
    if (value) shown[name] = name in inTheDark ? `light-dark(${value}, ${inTheDark[name]})` : value
  }
  return shown
}

function link(node: Element, children: ComponentChildren[]): ComponentChildren {
  const href = node.getAttribute('href') ?? ''
  if (!/^(?:https?:|mailto:|tel:)/i.test(href)) return children
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

function picture(node: Element): VNode | null {
  const source = node.getAttribute('src') ?? ''
  const alt = node.getAttribute('alt') ?? ''
  const [, file] = /\/system\/download\?file=([\w.-]+)$/.exec(source) ?? []
  if (file) return <StoredPicture file={file} alt={alt} />
  if (/^data:image\/(?:png|gif|jpeg|webp|bmp);base64,/i.test(source)) return <img src={source} alt={alt} />
  if (!/^https?:/i.test(source)) return null
  return (
    <a href={source} target="_blank" rel="noopener noreferrer nofollow">
      {alt || source}
    </a>
  )
}

function StoredPicture({ file, alt }: { readonly file: string; readonly alt: string }) {
  const words = useWords()
  const address = useFileAddress(file)
  return address ? <img src={address} alt={alt || words.picture} /> : null
}
