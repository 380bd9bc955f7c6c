import type { SqliteDatabase } from 'kysely'

/** A snapshot ends after this many reads, however long the turn of the event loop lasts. */
const mostReads = 100

/** The open snapshots of this process. */
const open = new Set<CallSnapshot>()

/** Ends the snapshots of all storages of this process. Call it after each commit, so that the next reads see it. */
export function endSnapshots(): void {
  for (const snapshot of open) snapshot.end()
}

/**
 * The reads of a call share a snapshot: a small read outside a transaction spends most of its time on taking the read lock
 * and giving it back. A snapshot ends when the next one begins, and before Node.js turns to other events.
 */
export class CallSnapshot {
  readonly #database: SqliteDatabase
  readonly #isOpen: () => boolean
  #reads = 0

  /**
   * @param database the connection that only reads
   * @param isOpen returns whether the connection is in a transaction
   */
  constructor(database: SqliteDatabase, isOpen: () => boolean) {
    this.#database = database
    this.#isOpen = isOpen
  }

  /** Begins a snapshot of what is committed now. */
  begin(): void {
    this.end()
    // Takes no lock: the first read begins the snapshot.
    this.#run('begin')
    this.#reads = 0
    open.add(this)
    // Runs once all promises that are settled have been handled.
    process.nextTick(this.end)
  }

  /** Counts a read. */
  count(): void {
    if (++this.#reads > mostReads) this.end()
  }

  readonly end = (): void => {
    // After some errors, such as a full disk, SQLite has ended it itself.
    if (open.delete(this) && this.#isOpen()) this.#run('commit')
  }

  #run(sql: string): void {
    this.#database.prepare(sql).run([])
  }
}
