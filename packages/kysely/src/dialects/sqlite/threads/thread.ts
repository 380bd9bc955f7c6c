import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { patienceAtClose } from '../../../limits.js'
import { lost } from '../../fault.js'
import type { FromThread, PlainError, ThreadData, ToThread } from './messages.js'

/** The reads of one snapshot, which begins with the first of them. */
export interface ThreadSnapshot {
  /**
   * @throws SqliteError as better-sqlite3 on this thread would
   * @throws Fault with DATABASE_UNAVAILABLE if the thread ends
   */
  read(sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]>
  /** Releases the snapshot. */
  end(): void
}

interface Waiting {
  resolve(rows: readonly unknown[]): void
  reject(error: unknown): void
}

/** A thread with reading connections. It keeps the process alive only while reads wait for it. */
export class ReadThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  /** Why the thread has ended. */
  #ended: Error | undefined

  /** @throws Error if the program cannot run */
  static async start(program: URL, file: string): Promise<ReadThread> {
    const workerData: ThreadData = { file }
    // Some options of this process are invalid for threads.
    const worker = new Worker(program, { workerData, execArgv: [], name: 'SQLite reader' })
    const abort = new AbortController()
    const exit = once(worker, 'exit', { signal: abort.signal }).then(([code]) => {
      throw new Error(`the thread ended with code ${code}`)
    })
    try {
      await Promise.race([once(worker, 'message', { signal: abort.signal }), exit])
    } finally {
      abort.abort()
    }
    return new ReadThread(worker)
  }

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromThread) => this.#take(message))
    worker.on('error', (error) => this.#end(error))
    worker.on('exit', (code) => this.#end(new Error(`the thread ended with code ${code}`)))
    worker.unref()
  }

  get isAlive(): boolean {
    return this.#ended === undefined
  }

  snapshot(): ThreadSnapshot {
    const snapshot = ++this.#last
    return {
      read: (sql, parameters) => this.#read(snapshot, sql, parameters),
      end: () => this.#post({ end: snapshot }),
    }
  }

  /** Closes the connections. Waits for the statement in progress, but not without end. */
  async close(): Promise<void> {
    if (!this.isAlive) return
    const patience = new AbortController()
    const closed = once(this.#worker, 'exit').catch(() => {})
    this.#worker.ref()
    this.#end(new Error('the database is closed'))
    this.#worker.postMessage('close' satisfies ToThread)
    await Promise.race([closed, delay(patienceAtClose, undefined, patience).catch(() => {})])
    patience.abort()
    this.#worker.unref()
  }

  #read(snapshot: number, sql: string, parameters: readonly unknown[]): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) throw lost(this.#ended)
      const id = ++this.#last
      this.#post({ id, snapshot, sql, parameters })
      if (this.#waiting.size === 0) this.#worker.ref()
      this.#waiting.set(id, { resolve, reject })
    })
  }

  #post(message: ToThread): void {
    if (this.isAlive) this.#worker.postMessage(message)
  }

  #take(message: FromThread): void {
    if (message === 'ready') return
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('rows' in message) waiting?.resolve(message.rows)
    else waiting?.reject(errorOf(message.error))
  }

  #end(reason: Error): void {
    this.#ended ??= reason
    for (const { reject } of this.#waiting.values()) reject(lost(this.#ended))
    this.#waiting.clear()
  }
}

const errorOf = ({ message, code }: PlainError): Error =>
  code === undefined ? new Error(message) : new Database.SqliteError(message, code)
