/** What a tag means for everything in it. `line`: a paragraph has no blank lines around it. */
export type Kind = 'hidden' | 'unseen' | 'quoted' | 'intro' | 'verbatim' | 'line'

interface Region {
  readonly kinds: readonly Kind[]
  readonly tag: string
  /** How many tags of the same name are open in it, and in no region within it. */
  nested: number
}

/** Deeper ones are not noticed, so that the end of a tag is found at once. */
const mostRegions = 30

/**
 * Keeps the tags in mind that mean something for what is in them, and counts tags of the same name to find their ends:
 * there is no stack of all tags, whose search takes long in a mail of nothing but tags.
 */
export class Regions {
  readonly #open: Region[] = []
  #kinds: ReadonlySet<Kind> = new Set()

  /** Whether a region of this kind is open. */
  has(kind: Kind): boolean {
    return this.#kinds.has(kind)
  }

  /** Whether what is read now is out of sight. */
  get isUnseen(): boolean {
    return this.#kinds.has('unseen') || this.#kinds.has('hidden')
  }

  /** Notes that a tag begins. Returns whether it begins a region. */
  begin(tag: string, kinds: readonly Kind[]): boolean {
    if (kinds.length > 0 && this.#open.length < mostRegions) {
      this.#open.push({ kinds, tag, nested: 0 })
      this.#note()
      return true
    }
    const around = this.#around(tag)
    if (around) around.nested++
    return false
  }

  /** Notes that a tag ends, and with it whatever is open in its region. Returns whether it ends a region. */
  end(tag: string): boolean {
    const around = this.#around(tag)
    if (around === undefined) return false
    if (around.nested > 0) {
      around.nested--
      return false
    }
    this.#close(around)
    return true
  }

  /** Ends the region of a paragraph, which ends where a block begins, with or without its end tag. */
  endParagraph(): boolean {
    const paragraph = this.#around('p')
    if (paragraph) this.#close(paragraph)
    return paragraph !== undefined
  }

  #around(tag: string): Region | undefined {
    return this.#open.length === 0 ? undefined : this.#open.findLast((region) => region.tag === tag)
  }

  #close(region: Region): void {
    this.#open.length = this.#open.indexOf(region)
    this.#note()
  }

  #note(): void {
    this.#kinds = new Set(this.#open.flatMap(({ kinds }) => kinds))
  }
}
