/** Lets in one at a time, in the order in which they come. */
export class Turns {
  #last: Promise<void> | undefined

  /** Whether nobody is in, or waits. */
  get free(): boolean {
    return this.#last === undefined
  }

  take<T>(work: () => T | Promise<T>): Promise<T> {
    const before = this.#last
    const result = (async () => {
      await before
      return work()
    })()
    const end = result.then(
      () => {},
      () => {},
    )
    this.#last = end
    void end.then(() => {
      if (this.#last === end) this.#last = undefined
    })
    return result
  }
}
