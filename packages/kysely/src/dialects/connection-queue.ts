import { type ConnectionUse, databaseFault, OpenSupportsError, waitingSignal } from '@opensupports/core'
import { type Limits, patienceAtStart } from '../limits.js'
import { Fault } from './fault.js'

/** A pool that knows how it is used. */
export interface CountedPool {
  connectionUse(): ConnectionUse
}

/** The part of a pool that the queue needs. */
export interface Source<C> {
  connect(): Promise<C>
  giveBack(connection: C): void
}

/**
 * Takes connections from a pool. Bounds how many calls wait for one, and how long: pools queue without end. A call
 * whose `waitingSignal` aborts stops waiting with INTERRUPTED.
 */
export class ConnectionQueue<C> {
  readonly #source: Source<C>
  readonly #limits: Limits
  #waiting = 0
  #inUse = 0
  /** How many connections have come back to the pool. */
  #served = 0
  /** How many statements ended with a timeout or a broken connection. */
  #faults = 0

  constructor(source: Source<C>, limits: Limits) {
    this.#source = source
    this.#limits = limits
  }

  /** @throws DATABASE_BUSY if too many calls wait; Fault if none comes in time */
  async take(): Promise<C> {
    const { waiting, inForce } = this.#limits
    if (inForce && this.#waiting >= waiting) throw databaseFault('DATABASE_BUSY')
    const signal = waitingSignal()
    if (signal?.aborted) throw new OpenSupportsError('INTERRUPTED')
    this.#waiting++
    // A call that gave up counts until its connection comes, since it keeps its place in the pool's own queue.
    const coming = this.#source.connect().finally(() => {
      this.#waiting--
    })
    const connection = await this.#inTime(coming, signal)
    this.#inUse++
    return connection
  }

  /** Returns how many connections are in use, and how many calls wait. */
  use(): Omit<ConnectionUse, 'limit'> {
    return { inUse: this.#inUse, waiting: this.#waiting }
  }

  /** Counts a connection as returned to the pool. */
  returned(): void {
    this.#inUse--
    this.#served++
  }

  /** Counts a statement that ended with a timeout or a broken connection. */
  failed(): void {
    this.#faults++
  }

  #inTime(coming: Promise<C>, signal: AbortSignal | undefined): Promise<C> {
    const { inForce, connectTimeout } = this.#limits
    const patience = inForce ? connectTimeout : patienceAtStart
    return new Promise((resolve, reject) => {
      let isOver = false
      let timer: NodeJS.Timeout
      const end = () => {
        isOver = true
        clearTimeout(timer)
        signal?.removeEventListener('abort', interrupt)
      }
      const giveUp = (error: unknown) => {
        if (!isOver) end()
        reject(error)
      }
      const interrupt = () => giveUp(new OpenSupportsError('INTERRUPTED'))
      // While connections come back without faults, the queue is only long: then `waiting` bounds it, not the time.
      const wait = () => {
        const [served, faults] = [this.#served, this.#faults]
        timer = setTimeout(() => {
          if (this.#served > served && this.#faults === faults) wait()
          else giveUp(this.#late(patience))
        }, patience)
      }
      wait()
      signal?.addEventListener('abort', interrupt, { once: true })
      coming.then((connection) => {
        if (isOver) return this.#source.giveBack(connection)
        end()
        resolve(connection)
      }, giveUp)
    })
  }

  #late(patience: number): Fault {
    return this.#inUse > 0
      ? new Fault('DATABASE_BUSY', `no connection was free for ${patience} ms`)
      : new Fault('DATABASE_UNAVAILABLE', `the database accepted no connection within ${patience} ms`)
  }
}
