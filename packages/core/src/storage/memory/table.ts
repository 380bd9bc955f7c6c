/** The undo log of a transaction: actions that revert its writes. */
export interface UndoLog {
  entries: (() => void)[] | undefined
}

interface Row {
  readonly id: number
}

const byId = (one: Row, other: Row) => one.id - other.id

/** Rows by id. Ids count from 1 and are never reused, except those of reverted writes. */
export class Table<R extends Row> {
  readonly #rows = new Map<number, R>()
  readonly #undo: UndoLog
  readonly #indexes: ((before: R | undefined, after: R | undefined) => void)[] = []
  #lastId = 0
  /** The highest id of a row added so far. */
  #highest = 0
  /** Whether the map is in id order. An undone removal puts its row last. */
  #ordered = true

  constructor(undo: UndoLog) {
    this.#undo = undo
  }

  /** Returns a lookup of rows by key, sorted by id, without a scan. Call it before the first row is added. */
  index<K>(keyOf: (row: R) => K): (key: K) => R[] {
    const groups = new Map<K, Map<number, R>>()
    this.#indexes.push((before, after) => {
      if (before) {
        const group = groups.get(keyOf(before))
        group?.delete(before.id)
        if (group?.size === 0) groups.delete(keyOf(before))
      }
      if (after) {
        const group = groups.get(keyOf(after)) ?? new Map<number, R>()
        groups.set(keyOf(after), group.set(after.id, after))
      }
    })
    return (key) => [...(groups.get(key)?.values() ?? [])].sort(byId)
  }

  get lastId(): number {
    return this.#lastId
  }

  get size(): number {
    return this.#rows.size
  }

  get(id: number | null | undefined): R | undefined {
    return typeof id === 'number' ? this.#rows.get(id) : undefined
  }

  /** Returns the rows with these ids, each once. */
  getAll(ids: readonly number[]): R[] {
    return [...new Set(ids)].flatMap((id) => this.get(id) ?? [])
  }

  /** Returns all rows by id. */
  all(): R[] {
    const rows = [...this.#rows.values()]
    return this.#ordered ? rows : rows.sort(byId)
  }

  filter(matches: (row: R) => boolean): R[] {
    return this.all().filter(matches)
  }

  insert(row: Omit<R, 'id'>): number {
    const id = ++this.#lastId
    this.#write(id, { ...row, id } as R)
    this.#undo.entries?.push(() => {
      this.#lastId = id - 1
    })
    return id
  }

  /** Adds rows that already have ids. */
  fill(rows: readonly R[], lastId: number): void {
    const before = this.#lastId
    this.#undo.entries?.push(() => {
      this.#lastId = before
    })
    this.#lastId = Math.max(before, lastId)
    for (const row of rows) {
      this.#ordered &&= row.id > this.#highest
      this.#highest = Math.max(this.#highest, row.id)
      this.#lastId = Math.max(this.#lastId, row.id)
      this.#write(row.id, row)
    }
  }

  update(id: number, patch: Partial<R>): boolean {
    const before = this.#rows.get(id)
    if (before) this.#write(id, { ...before, ...patch })
    return before !== undefined
  }

  remove(id: number): boolean {
    const there = this.#rows.has(id)
    if (there) this.#write(id, undefined)
    return there
  }

  removeAll(rows: readonly R[]): void {
    for (const { id } of rows) this.remove(id)
  }

  updateAll(rows: readonly R[], patch: Partial<R>): void {
    for (const { id } of rows) this.update(id, patch)
  }

  #write(id: number, row: R | undefined) {
    const before = this.#rows.get(id)
    this.#put(id, row)
    this.#undo.entries?.push(() => {
      if (!row) this.#ordered = false
      this.#put(id, before)
    })
  }

  #put(id: number, row: R | undefined) {
    const before = this.#rows.get(id)
    if (row) this.#rows.set(id, row)
    else this.#rows.delete(id)
    for (const index of this.#indexes) index(before, row)
  }
}
