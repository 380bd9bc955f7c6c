/** The properties of a tag, by its name. */
export interface Tag {
  /** Begins and ends a line. */
  readonly isBlock: boolean
  /** Has a blank line before and after it. */
  readonly isParagraph: boolean
  /** Keeps its line breaks and blanks. */
  readonly isVerbatim: boolean
  /** Has no visible content. */
  readonly isUnseen: boolean
  /** Has no end tag. */
  readonly isEmpty: boolean
  /** Is styled text without a meaning here. */
  readonly isInline: boolean
}

const words = (text: string) => text.split(' ')

const blocks = words(
  'address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form head header hgroup html legend li main menu nav option search section select summary tbody tfoot thead',
)
const paragraphs = words('blockquote h1 h2 h3 h4 h5 h6 listing ol p plaintext pre table ul xmp')
const verbatims = words('listing plaintext pre xmp')
const unseens = words('audio canvas iframe noembed noframes script style template title video xml')
const empties = words('area base br col embed hr img input link meta param source track wbr')
const others = words('a td th tr')

const known = new Map<string, Tag>()
for (const name of [...blocks, ...paragraphs, ...unseens, ...empties, ...others])
  known.set(name, {
    isBlock: blocks.includes(name) || paragraphs.includes(name),
    isParagraph: paragraphs.includes(name),
    isVerbatim: verbatims.includes(name),
    isUnseen: unseens.includes(name),
    isEmpty: empties.includes(name),
    isInline: false,
  })

const inline: Tag = {
  isBlock: false,
  isParagraph: false,
  isVerbatim: false,
  isUnseen: false,
  isEmpty: false,
  isInline: true,
}

/** Returns the properties of a tag, given its name in lower case. */
export const tagOf = (name: string): Tag => known.get(name) ?? inline
