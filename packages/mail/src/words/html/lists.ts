import { Nesting } from './nesting.js'

/** Maximum depth of nested lists. */
const mostLists = 50
const mostIndented = 10

/** Gives the items of lists their bullets and numbers. */
export class Lists {
  readonly #lists = new Nesting<{ next: number | undefined }>(mostLists)

  /** Begins a list; `start` is the HTML attribute: the number of the first item. */
  begin(tag: string, start: string): void {
    const first = Number.parseInt(start, 10)
    this.#lists.begin({ next: tag === 'ol' ? (Number.isSafeInteger(first) ? first : 1) : undefined })
  }

  end(): void {
    this.#lists.end()
  }

  /** Returns the bullet or number of the next item. */
  item(): string {
    const list = this.#lists.inner
    const indented = '  '.repeat(Math.max(0, Math.min(this.#lists.depth - 1, mostIndented)))
    return list?.next === undefined ? `${indented}* ` : `${indented}${list.next++}. `
  }
}
