/** The attributes that affect how a tag is read. Values are cut at 2,000 characters. */
export interface Attributes {
  id: string
  class: string
  style: string
  type: string
  cite: string
  href: string
  start: string
}

export const noAttributes: Attributes = {
  id: '',
  class: '',
  style: '',
  type: '',
  cite: '',
  href: '',
  start: '',
}

const names: ReadonlySet<string> = new Set(Object.keys(noAttributes))

export const isRead = (name: string): name is keyof Attributes => names.has(name)

/** Returns whether the style certainly hides a tag: its last `display` is `none`. Never true for the whole page. */
export const isHidden = (tag: string, { style }: Attributes): boolean =>
  tag !== 'body' && tag !== 'html' && propertyOf(style, 'display') === 'none'

/** Returns whether the style keeps line breaks. */
export const isVerbatim = ({ style }: Attributes): boolean => {
  const space = propertyOf(style, 'white-space')
  return space !== undefined && (space.startsWith('pre') || space === 'break-spaces')
}

function propertyOf(style: string, property: string): string | undefined {
  let value: string | undefined
  if (style === '') return value
  for (const declaration of style.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':')
    if (colon !== -1 && declaration.slice(0, colon).trim() === property)
      value = declaration
        .slice(colon + 1)
        .replace('!important', '')
        .trim()
  }
  return value
}

/** The role of a tag in an answer. */
export type Role = 'quoted' | 'intro' | 'rest' | undefined

const quotedNames = [
  'yahoo_quoted',
  'protonmail_quote',
  'tutanota_quote',
  'olk_src_body_section',
  'mail-editor-reference-message-container',
]
const introNames = ['gmail_attr', 'moz-cite-prefix', 'reply-intro']
const restNames = ['divrplyfwdmsg', 'appendonsend', 'stopspelling']

/** Returns the role that mail programs mark by the id or class of a tag. */
export function roleOf(attributes: Attributes): Role {
  if (attributes.id === '' && attributes.class === '') return undefined
  const words = new Set(`${attributes.id} ${attributes.class}`.toLowerCase().split(' '))
  const isOne = (names: readonly string[]) => names.some((name) => words.has(name))
  if (isOne(restNames)) return 'rest'
  if (isOne(introNames)) return 'intro'
  return isOne(quotedNames) ? 'quoted' : undefined
}

/** Returns whether a mail program made a block quote; a person may use one to indent. */
export function isCite(attributes: Attributes): boolean {
  if (attributes.type.toLowerCase() === 'cite' || attributes.cite !== '') return true
  return attributes.class
    .toLowerCase()
    .split(' ')
    .some((word) => word.endsWith('_quote'))
}

/** Returns whether it is a paragraph of Outlook, which writes empty paragraphs for blank lines. */
export const isOneLine = (attributes: Attributes): boolean => attributes.class.toLowerCase() === 'msonormal'
