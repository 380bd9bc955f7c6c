import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lost } from '../../fault.js'
import { Turns } from '../../turns.js'
import { ReadThread } from './thread.js'

const mostThreads = 2

/** The programs that could not run, each of which is reported once. */
const reported = new Set<string | undefined>()

/** Returns the program of a thread; undefined in CommonJS bundles, which have no `import.meta.url`. */
export function readThreadProgram(): URL | undefined {
  try {
    return new URL('./read-thread.js', import.meta.url)
  } catch {
    return undefined
  }
}

/** At most two threads that read a file. The first starts with the first call, and the second while that is busy. */
export class ReadThreads {
  readonly #program: URL | undefined
  readonly #file: string
  readonly #turns: Turns
  readonly #threads = new Set<ReadThread>()
  readonly #lent = new Set<ReadThread>()
  #starting: Promise<ReadThread> | undefined
  #canStart: Promise<boolean> | undefined
  #isClosed = false

  /** @param mostWaiting how many calls may wait for a thread; further ones get DATABASE_BUSY */
  constructor(program: URL | undefined, file: string, mostWaiting: number) {
    this.#program = program
    this.#file = file
    this.#turns = new Turns(mostWaiting, mostThreads)
  }

  /** Returns whether threads can run here. Warns once if they cannot. */
  canStart(): Promise<boolean> {
    this.#canStart ??= this.shared().then(
      () => true,
      (error: Error) => {
        if (!this.#isClosed) warn(this.#program, error.message)
        return false
      },
    )
    return this.#canStart
  }

  /** Waits for a thread that no other caller has, until it is given back. */
  async lend(): Promise<ReadThread> {
    await this.#turns.take()
    try {
      let thread = this.#idle()
      // Another caller may take the thread that has started.
      for (; !thread; thread = this.#idle()) await this.#start()
      this.#lent.add(thread)
      return thread
    } catch (error) {
      this.#turns.pass()
      throw error
    }
  }

  giveBack(thread: ReadThread): void {
    this.#lent.delete(thread)
    this.#turns.pass()
  }

  /** Returns a thread that others use, too: for many small reads over a long time. */
  async shared(): Promise<ReadThread> {
    return this.#idle() ?? this.#alive()[0] ?? this.#start()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#starting?.catch(() => {})
    await Promise.all(this.#alive().map((thread) => thread.close()))
  }

  /** Starts one thread at a time. */
  #start(): Promise<ReadThread> {
    this.#starting ??= this.#startNow().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #startNow(): Promise<ReadThread> {
    if (this.#isClosed) throw lost(new Error('the database is closed'))
    try {
      const thread = await ReadThread.start(existing(this.#program), this.#file)
      this.#threads.add(thread)
      return thread
    } catch (error) {
      throw lost(error)
    }
  }

  #alive(): ReadThread[] {
    for (const thread of this.#threads) if (!thread.isAlive) this.#threads.delete(thread)
    return [...this.#threads]
  }

  #idle(): ReadThread | undefined {
    return this.#alive().find((thread) => !this.#lent.has(thread))
  }
}

/** @throws Error if the file is missing */
function existing(program: URL | undefined): URL {
  if (!program) throw new Error('a CommonJS bundle cannot find it')
  if (program.protocol === 'file:' && !existsSync(fileURLToPath(program)))
    throw new Error(`there is no file ${fileURLToPath(program)}`)
  return program
}

function warn(program: URL | undefined, reason: string): void {
  if (reported.has(program?.href)) return
  reported.add(program?.href)
  process.emitWarning(
    `Searches, statistics and backups of SQLite run on the main thread and block it, because the program of a thread cannot run: ${reason}. Leave @opensupports/kysely out of the bundle, or copy its dist/read-thread.js and what that imports beside the bundle.`,
    { code: 'OPENSUPPORTS_NO_READ_THREAD' },
  )
}
