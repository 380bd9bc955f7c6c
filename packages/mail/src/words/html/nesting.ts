/** A stack with a maximum depth. Deeper items are counted, but not stored. */
export class Nesting<T> {
  readonly #items: T[] = []
  readonly #most: number
  #deeper = 0

  constructor(most: number) {
    this.#most = most
  }

  get depth(): number {
    return this.#items.length
  }

  /** The innermost item; undefined if there is none, or it is deeper than the maximum. */
  get inner(): T | undefined {
    return this.#deeper > 0 ? undefined : this.#items.at(-1)
  }

  begin(item: T): void {
    if (this.#items.length < this.#most) this.#items.push(item)
    else this.#deeper++
  }

  end(): void {
    if (this.#deeper > 0) this.#deeper--
    else this.#items.pop()
  }
}
