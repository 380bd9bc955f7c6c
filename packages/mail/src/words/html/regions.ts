/** How a tag affects all its content. `line`: a paragraph without blank lines around it. */
export type Kind = 'hidden' | 'unseen' | 'quoted' | 'intro' | 'verbatim' | 'line'

interface Region {
  readonly kinds: readonly Kind[]
  readonly tag: string
  /** The number of open tags of the same name in it, not counting those in nested regions. */
  nested: number
}

/** Maximum depth. Ignores deeper regions, so that finding the end of a tag takes constant time. */
const mostRegions = 30

/**
 * Tracks the open tags that affect their content, and counts tags of the same name to find their ends. A stack of all
 * tags would take quadratic time to search in a mail with very many tags.
 */
export class Regions {
  readonly #open: Region[] = []
  #kinds: ReadonlySet<Kind> = new Set()

  /** Returns whether a region of this kind is open. */
  has(kind: Kind): boolean {
    return this.#kinds.has(kind)
  }

  /** Whether the current position is invisible. */
  get isUnseen(): boolean {
    return this.#kinds.has('unseen') || this.#kinds.has('hidden')
  }

  /** Records the start of a tag. Returns whether it begins a region. */
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

  /** Records the end of a tag, which also ends all regions inside its region. Returns whether it ends a region. */
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

  /** Ends the region of a paragraph. A paragraph ends at the next block, even without an end tag. */
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
