import type { Line } from '../line.js'
import { type Attributes, isCite, isHidden, isVerbatim, roleOf } from './attributes.js'
import { Links } from './links.js'
import { Lists } from './lists.js'
import { Nesting } from './nesting.js'
import { type Kind, Regions } from './regions.js'
import { Tables } from './tables.js'
import { blocks, empty, paragraphs, unseen, verbatim } from './tags.js'
import { Writer } from './writer.js'

/** Block quotes are told apart up to this depth. */
const mostQuotes = 50
const rule = '-'.repeat(20)

/** What a reader of HTML sees, as far as it is read. */
export class Page {
  readonly #writer = new Writer()
  readonly #regions = new Regions()
  readonly #tables = new Tables(this.#writer)
  readonly #links = new Links(this.#writer)
  readonly #lists = new Lists()
  /** For each block quote that is open, whether a mail program made it or one around it. */
  readonly #quotes = new Nesting<boolean>(mostQuotes)
  readonly #hides: boolean

  /** @param hides whether it leaves out what styles hide */
  constructor(hides: boolean) {
    this.#hides = hides
  }

  get lines(): readonly Line[] {
    return this.#writer.lines
  }

  /** Lines were left out at the end. */
  get isCut(): boolean {
    return this.#writer.isCut
  }

  /** Whether what was read last is hidden. */
  get isHiding(): boolean {
    return this.#regions.in('hidden')
  }

  text(text: string): void {
    if (this.#isUnseen()) return
    if (this.#regions.in('verbatim')) this.#writer.verbatim(text)
    else this.#writer.text(text)
  }

  begin(tag: string, attributes: Attributes): void {
    const isBlock = blocks.has(tag) || paragraphs.has(tag)
    if (isBlock) this.#regions.endParagraph()
    if (empty.has(tag)) {
      this.#empty(tag, attributes)
      return
    }
    const role = roleOf(attributes)
    const kinds: Kind[] = []
    if (unseen.has(tag)) kinds.push('unseen')
    if (this.#hides && isHidden(tag, attributes)) kinds.push('hidden')
    if (role === 'quoted' || role === 'intro') kinds.push(role)
    if (verbatim.has(tag) || isVerbatim(attributes)) kinds.push('verbatim')
    if (isOneLine(attributes)) kinds.push('line')
    if (!this.#isUnseen()) {
      if (role !== undefined || isBlock) this.#writer.endLine()
      if (paragraphs.has(tag) && !isOneLine(attributes) && this.#writer.prefix === '')
        this.#writer.endParagraph()
      if (role === 'rest') this.#writer.beginRest()
    }
    this.#regions.begin(tag, kinds)
    if (!this.#isUnseen()) this.#enter(tag, attributes)
    this.#stand()
  }

  end(tag: string): void {
    // A stray </br> is a line break too.
    if (tag === 'br') this.#empty(tag)
    if (!this.#isUnseen()) this.#leave(tag)
    this.#regions.end(tag)
    this.#stand()
  }

  finish(): void {
    this.#links.end()
    this.#writer.endLine()
  }

  #isUnseen(): boolean {
    return this.#regions.in('unseen') || this.#regions.in('hidden')
  }

  #empty(tag: string, attributes?: Attributes): void {
    if (this.#isUnseen()) return
    if (attributes && roleOf(attributes) === 'rest') this.#writer.beginRest()
    if (tag === 'br') this.#writer.newLine()
    if (tag !== 'hr') return
    this.#writer.endLine()
    this.#writer.text(rule)
    this.#writer.endLine()
  }

  #enter(tag: string, attributes: Attributes): void {
    if (tag === 'table') this.#tables.begin()
    else if (tag === 'tr') this.#tables.endRow()
    else if (tag === 'td' || tag === 'th') this.#tables.beginCell()
    else if (tag === 'ol' || tag === 'ul') this.#lists.begin(tag, attributes.start)
    else if (tag === 'li') this.#writer.prefix = this.#lists.item()
    else if (tag === 'a') this.#links.begin(attributes.href)
    else if (tag === 'blockquote') this.#quotes.begin(this.#quotes.inner === true || isCite(attributes))
  }

  #leave(tag: string): void {
    if (tag === 'a') this.#links.end()
    if (tag === 'table') this.#tables.end()
    else if (tag === 'tr') this.#tables.endRow()
    else if (tag === 'td' || tag === 'th' || blocks.has(tag)) this.#writer.endLine()
    const isLine = tag === 'p' && this.#regions.in('line') && this.#writer.endLine()
    if (paragraphs.has(tag) && !isLine) this.#writer.endParagraph()
    if (tag === 'li') this.#writer.prefix = ''
    else if (tag === 'ol' || tag === 'ul') this.#lists.end()
    else if (tag === 'blockquote') this.#quotes.end()
  }

  /** Tells the writer how the next words are quoted. A line ends where that changes. */
  #stand(): void {
    this.#writer.stand({
      depth: this.#quotes.depth,
      cited: this.#quotes.inner === true || this.#regions.in('quoted'),
      intro: this.#regions.in('intro'),
    })
  }
}

/** The paragraphs of Outlook are lines: it makes blank ones where it means them. */
const isOneLine = (attributes: Attributes) => attributes.class.toLowerCase() === 'msonormal'
