import type { Line } from '../line.js'
import {
  type Attributes,
  isCite,
  isHidden,
  isOneLine,
  isVerbatim,
  noAttributes,
  type Role,
  roleOf,
} from './attributes.js'
import { Links } from './links.js'
import { Lists } from './lists.js'
import { Nesting } from './nesting.js'
import { type Kind, Regions } from './regions.js'
import { Tables } from './tables.js'
import { type Tag, tagOf } from './tags.js'
import { Writer } from './writer.js'

/** Maximum depth of nested block quotes. */
const mostQuotes = 50
const rule = '-'.repeat(20)
const noKinds: readonly Kind[] = []

/** Converts HTML to the text that a reader sees. */
export class Page {
  readonly #writer = new Writer()
  readonly #regions = new Regions()
  readonly #tables = new Tables(this.#writer)
  readonly #links = new Links(this.#writer)
  readonly #lists = new Lists()
  /** For each open block quote, whether a mail program made it or one around it. */
  readonly #quotes = new Nesting<boolean>(mostQuotes)
  readonly #hides: boolean

  /** @param hides whether to leave out what styles hide */
  constructor(hides: boolean) {
    this.#hides = hides
  }

  get lines(): readonly Line[] {
    return this.#writer.lines
  }

  /** Whether the current position is hidden. */
  get isHiding(): boolean {
    return this.#regions.has('hidden')
  }

  text(text: string): void {
    if (this.#regions.isUnseen) return
    if (this.#regions.has('verbatim')) this.#writer.verbatim(text)
    else this.#writer.text(text)
  }

  begin(name: string, attributes: Attributes): void {
    const tag = tagOf(name)
    if (tag.isBlock && this.#regions.endParagraph()) this.#stand()
    const role = roleOf(attributes)
    if (tag.isEmpty) {
      this.#empty(name, role)
      return
    }
    if (!this.#regions.isUnseen) this.#breakBefore(tag, attributes, role)
    if (this.#regions.begin(name, this.#kindsOf(name, tag, attributes, role))) this.#stand()
    if (!tag.isInline && !this.#regions.isUnseen) this.#enter(name, attributes)
  }

  end(name: string): void {
    const tag = tagOf(name)
    // Browsers treat a stray `</br>` as a line break.
    if (name === 'br') this.#empty(name, undefined)
    if (!tag.isInline && !this.#regions.isUnseen) this.#leave(name, tag)
    if (this.#regions.end(name)) this.#stand()
  }

  finish(): void {
    this.#links.end()
    this.#writer.endLine()
  }

  #kindsOf(name: string, tag: Tag, attributes: Attributes, role: Role): readonly Kind[] {
    if (attributes === noAttributes && !tag.isUnseen && !tag.isVerbatim) return noKinds
    const kinds: Kind[] = []
    if (tag.isUnseen) kinds.push('unseen')
    if (this.#hides && isHidden(name, attributes)) kinds.push('hidden')
    if (role === 'quoted' || role === 'intro') kinds.push(role)
    if (tag.isVerbatim || isVerbatim(attributes)) kinds.push('verbatim')
    if (isOneLine(attributes)) kinds.push('line')
    return kinds
  }

  #breakBefore(tag: Tag, attributes: Attributes, role: Role): void {
    if (tag.isBlock || role !== undefined) this.#writer.endLine()
    if (tag.isParagraph && !isOneLine(attributes) && this.#writer.prefix === '') this.#writer.endParagraph()
    if (role === 'rest') this.#writer.beginRest()
  }

  #empty(name: string, role: Role): void {
    if (this.#regions.isUnseen) return
    if (role === 'rest') this.#writer.beginRest()
    if (name === 'br') this.#writer.newLine()
    if (name !== 'hr') return
    this.#writer.endLine()
    this.#writer.text(rule)
    this.#writer.endLine()
  }

  #enter(name: string, attributes: Attributes): void {
    if (name === 'table') this.#tables.begin()
    else if (name === 'tr') this.#tables.endRow()
    else if (name === 'td' || name === 'th') this.#tables.beginCell()
    else if (name === 'ol' || name === 'ul') this.#lists.begin(name, attributes.start)
    else if (name === 'li') this.#writer.prefix = this.#lists.item()
    else if (name === 'a') this.#links.begin(attributes.href)
    else if (name === 'blockquote') {
      this.#quotes.begin(this.#quotes.inner === true || isCite(attributes))
      this.#stand()
    }
  }

  #leave(name: string, { isBlock, isParagraph }: Tag): void {
    if (name === 'a') this.#links.end()
    else if (name === 'table') this.#tables.end()
    else if (name === 'tr') this.#tables.endRow()
    const hadWords = (isBlock || name === 'td' || name === 'th') && this.#writer.endLine()
    const isLine = name === 'p' && hadWords && this.#regions.has('line')
    if (isParagraph && !isLine) this.#writer.endParagraph()
    if (name === 'li') this.#writer.prefix = ''
    else if (name === 'ol' || name === 'ul') this.#lists.end()
    else if (name === 'blockquote') {
      this.#quotes.end()
      this.#stand()
    }
  }

  /** Passes the quote state of the next words to the writer. */
  #stand(): void {
    this.#writer.stand({
      depth: this.#quotes.depth,
      cited: this.#quotes.inner === true || this.#regions.has('quoted'),
      intro: this.#regions.has('intro'),
    })
  }
}
