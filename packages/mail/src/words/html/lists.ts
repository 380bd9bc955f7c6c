import { Nesting } from './nesting.js'

/** Lists within lists are told apart up to this depth. */
const mostLists = 50
const mostIndented = 10

/** Gives the items of lists their bullets and numbers. */
export class Lists {
  readonly #lists = new Nesting<{ next: number | undefined }>(mostLists)

  /** Begins a list; `start` is the number of its first item, as HTML says it. */
  begin(tag: string, start: string): void {
    const first = Number.parseInt(start, 10)
    this.#lists.begin({ next: tag === 'ol' ? (Number.isSafeInteger(first) ? first : 1) : undefined })
  }

  end(): void {
    this.#lists.end()
  }

  /** What the next item begins with. */
  item(): string {
    const list = this.#lists.inner
    const indented = '  '.repeat(Math.max(0, Math.min(this.#lists.depth - 1, mostIndented)))
    return list?.next === undefined ? `${indented}* ` : `${indented}${list.next++}. `
  }
}
