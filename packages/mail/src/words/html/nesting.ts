/** Things within things. What is deeper than the bound is counted, but not told apart. */
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

  /** The innermost one; undefined outside of all, and beyond the bound. */
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
