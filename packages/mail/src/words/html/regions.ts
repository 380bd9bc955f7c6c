/** What a tag means for everything in it. `line`: a paragraph has no blank lines around it. */
export type Kind = 'hidden' | 'unseen' | 'quoted' | 'intro' | 'verbatim' | 'line'

interface Region {
  readonly kind: Kind
  readonly tag: string
  /** How many tags of this name were open with it. */
  readonly level: number
}

/** Deeper ones are not noticed, so that the end of a tag is found at once. */
const mostRegions = 30

/**
 * Keeps the tags in mind that mean something for what is in them, and counts tags by name to find their ends: there is
 * no stack of all tags, whose search takes long in a mail of nothing but tags.
 */
export class Regions {
  readonly #levels = new Map<string, number>()
  readonly #open: Region[] = []

  /** Notes that a tag begins. */
  begin(tag: string, kinds: readonly Kind[]): void {
    const level = (this.#levels.get(tag) ?? 0) + 1
    this.#levels.set(tag, level)
    for (const kind of kinds) if (this.#open.length < mostRegions) this.#open.push({ kind, tag, level })
  }

  /** Notes that a tag ends, and with it whatever is open in its region. */
  end(tag: string): void {
    const level = this.#levels.get(tag) ?? 0
    if (level === 0) return
    this.#levels.set(tag, level - 1)
    const first = this.#open.findIndex((region) => region.tag === tag && region.level === level)
    if (first !== -1) this.#open.length = first
  }

  /** Ends the region of a paragraph, which ends where a block begins, with or without its end tag. */
  endParagraph(): void {
    const first = this.#open.findIndex(({ tag }) => tag === 'p')
    if (first !== -1) this.#open.length = first
  }

  /** Whether a region of this kind is open. */
  in(kind: Kind): boolean {
    for (const region of this.#open) if (region.kind === kind) return true
    return false
  }
}
