/** The most characters of a simple text. A longer one might have more tags than `cleanHtml` keeps. */
const longest = 20_000

/** The most tags that are open at once. */
const deepest = 20

/** Matches the next piece of a text: words, an entity that may stay as it is, or a tag without attributes. */
const token = /[^<>&]+|&(?:amp|lt|gt);|<(\/?)([a-z]{1,6})>/y

/** Tags that may be anywhere in a text, and in each other. */
export const formattingTags = [
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'del',
  'ins',
  'sub',
  'sup',
  'small',
  'mark',
  'code',
]
const formatting = new Set(formattingTags)
const lists = new Set(['ul', 'ol'])

/** Returns whether a tag can be opened here without closing another one. */
function mayOpen(name: string, open: readonly string[]): boolean {
  if (open.length === deepest) return false
  if (name === 'li') return lists.has(open.at(-1) ?? '')
  return formatting.has(name) || ((name === 'p' || lists.has(name)) && open.length === 0)
}

/**
 * Returns the clean form of HTML that needs no parser, as people write most of it: paragraphs, lists and formatting
 * without attributes, each tag closed in its place. Returns undefined for any other text.
 */
export function simpleHtml(html: string): string | undefined {
  if (html.length > longest) return undefined
  const open: string[] = []
  let hasBreaks = false
  token.lastIndex = 0
  while (token.lastIndex < html.length) {
    const match = token.exec(html)
    if (!match) return undefined
    const [, slash, name] = match
    if (name === undefined) continue
    if (slash) {
      if (open.pop() !== name) return undefined
    } else if (name === 'br') hasBreaks = true
    else if (mayOpen(name, open)) open.push(name)
    else return undefined
  }
  if (open.length > 0) return undefined
  return hasBreaks ? html.replaceAll('<br>', '<br />') : html
}
