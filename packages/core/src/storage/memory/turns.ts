/** A fair mutex: runs one piece of work at a time, first come, first served. */
export class Turns {
  #last: Promise<void> | undefined

  /** Whether the mutex is free and has no queue. */
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
