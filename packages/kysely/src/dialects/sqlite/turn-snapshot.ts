import type { SqliteDatabase } from 'kysely'

/** After so many reads, the next one sees what others have committed meanwhile, however long a turn lasts. */
const mostReads = 100

/** Those that are open in this process. */
const open = new Set<TurnSnapshot>()

/** Ends the snapshots of all storages of this process. Call it after each commit, so that the next reads see it. */
export function endSnapshots(): void {
  for (const snapshot of open) snapshot.end()
}

/**
 * The reads of one turn of the event loop share a snapshot, which ends before Node.js turns to other events: a small read
 * outside a transaction spends most of its time on taking the read lock and giving it back.
 */
export class TurnSnapshot {
  readonly #database: SqliteDatabase
  readonly #isOpen: () => boolean
  /** 0 while no snapshot is open. */
  #reads = 0

  /**
   * @param database the connection that only reads
   * @param isOpen returns whether the connection is in a transaction
   */
  constructor(database: SqliteDatabase, isOpen: () => boolean) {
    this.#database = database
    this.#isOpen = isOpen
  }

  /** Begins a snapshot unless one is open. Call it before each read. */
  enter(): void {
    if (this.#reads >= mostReads) this.end()
    if (this.#reads > 0 && this.#isOpen()) {
      this.#reads++
      return
    }
    // Takes no lock: the first read begins the snapshot.
    this.#run('begin')
    this.#reads = 1
    open.add(this)
    // Runs once all promises that are settled have been handled.
    process.nextTick(this.end)
  }

  readonly end = (): void => {
    if (this.#reads === 0) return
    this.#reads = 0
    open.delete(this)
    // After some errors, such as a full disk, SQLite has ended it itself.
    if (this.#isOpen()) this.#run('commit')
  }

  #run(sql: string): void {
    this.#database.prepare(sql).run([])
  }
}
