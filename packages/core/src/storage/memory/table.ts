/** What to do, newest first, to take back the writes of a transaction. */
export interface UndoLog {
  entries: (() => void)[] | undefined
}

interface Row {
  readonly id: number
}

/** Rows by id. Ids count from 1 and are never used twice, but for those of writes that were taken back. */
export class Table<R extends Row> {
  readonly #rows = new Map<number, R>()
  readonly #undo: UndoLog
  #lastId = 0

  constructor(undo: UndoLog) {
    this.#undo = undo
  }

  get lastId(): number {
    return this.#lastId
  }

  get(id: number | null | undefined): R | undefined {
    return typeof id === 'number' ? this.#rows.get(id) : undefined
  }

  /** By id. */
  all(): R[] {
    return [...this.#rows.values()]
  }

  find(matches: (row: R) => boolean): R | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row
    return undefined
  }

  filter(matches: (row: R) => boolean): R[] {
    return this.all().filter(matches)
  }

  insert(row: Omit<R, 'id'>): number {
    const id = ++this.#lastId
    this.#rows.set(id, { ...row, id } as R)
    this.#undo.entries?.push(() => {
      this.#rows.delete(id)
      this.#lastId = id - 1
    })
    return id
  }

  update(id: number, patch: Partial<R>): boolean {
    const before = this.#rows.get(id)
    if (!before) return false
    this.#rows.set(id, { ...before, ...patch })
    this.#undo.entries?.push(() => this.#rows.set(id, before))
    return true
  }

  remove(id: number): boolean {
    const before = this.#rows.get(id)
    if (!before) return false
    this.#rows.delete(id)
    this.#undo.entries?.push(() => this.#restore(before))
    return true
  }

  removeWhere(matches: (row: R) => boolean): void {
    for (const { id } of this.filter(matches)) this.remove(id)
  }

  updateWhere(matches: (row: R) => boolean, patch: Partial<R>): void {
    for (const { id } of this.filter(matches)) this.update(id, patch)
  }

  /** Puts a row back in its place: the order of the map is the order of the ids. */
  #restore(row: R) {
    const later = this.filter(({ id }) => id > row.id)
    for (const { id } of later) this.#rows.delete(id)
    for (const each of [row, ...later]) this.#rows.set(each.id, each)
  }
}
