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
  /** How many connections the pool has, if nobody else uses it; otherwise undefined. */
  readonly own: number | undefined
}

/** A call that waits until one of our own connections comes back. */
interface Waiter<C> {
  resolve(connection: C): void
  reject(error: unknown): void
}

/**
 * Takes connections from a pool. Bounds how many calls wait for one, and how long: pools queue without end. A call
 * whose `waitingSignal` aborts stops waiting with INTERRUPTED.
 *
 * If nobody else uses the pool, a connection that comes back goes to the call that has waited longest, or to the next
 * statement in the same turn of the event loop: a pool's own work takes longer than a small statement.
 */
export class ConnectionQueue<C> {
  readonly #source: Source<C>
  readonly #limits: Limits
  /** Connections that came back in this turn of the event loop. */
  readonly #kept: C[] = []
  readonly #line = new Set<Waiter<C>>()
  /** How many connections the pool has lent. */
  #lent = 0
  #waiting = 0
  #inUse = 0
  /** How many connections have come back. */
  #served = 0
  /** How many statements ended with a timeout or a broken connection. */
  #faults = 0

  constructor(source: Source<C>, limits: Limits) {
    this.#source = source
    this.#limits = limits
  }

  /** Returns a connection that came back in this turn of the event loop; undefined if there is none. Never waits. */
  takeKept(): C | undefined {
    const kept = this.#kept.pop()
    if (kept !== undefined) this.#inUse++
    return kept
  }

  /** @throws DATABASE_BUSY if too many calls wait; Fault if none comes in time */
  async take(): Promise<C> {
    const kept = this.takeKept()
    if (kept !== undefined) return kept
    const { waiting, inForce } = this.#limits
    if (inForce && this.#waiting >= waiting) throw databaseFault('DATABASE_BUSY')
    const signal = waitingSignal()
    if (signal?.aborted) throw new OpenSupportsError('INTERRUPTED')
    this.#waiting++
    const { own } = this.#source
    const waiter = own === undefined || this.#lent < own ? undefined : this.#inLine()
    // A call that gave up counts until its connection comes, if it keeps its place in the pool's own queue.
    const coming = (waiter?.coming ?? this.#connect()).finally(() => {
      this.#waiting--
    })
    const connection = await this.#inTime(coming, signal, waiter?.leave)
    this.#inUse++
    return connection
  }

  /** Returns how many connections are in use, and how many calls wait. */
  use(): Omit<ConnectionUse, 'limit'> {
    return { inUse: this.#inUse, waiting: this.#waiting }
  }

  /** Takes back a connection that still works. */
  giveBack(connection: C): void {
    this.#inUse--
    this.#served++
    this.#pass(connection)
  }

  /** Takes back a broken connection. The pool ends it, and the next call in the queue gets a new one. */
  discard(connection: C): void {
    this.#inUse--
    this.#served++
    this.#return(connection)
    this.#connectNext()
  }

  /** Counts a statement that ended with a timeout or a broken connection. */
  failed(): void {
    this.#faults++
  }

  /** Puts the caller at the end of the queue. `leave` takes it out again. */
  #inLine(): { readonly coming: Promise<C>; readonly leave: () => void } {
    let leave = () => {}
    const coming = new Promise<C>((resolve, reject) => {
      const waiter = { resolve, reject }
      this.#line.add(waiter)
      leave = () => {
        if (this.#line.delete(waiter)) reject(new OpenSupportsError('INTERRUPTED'))
      }
    })
    return { coming, leave }
  }

  /** Returns the call that has waited longest, and takes it out of the queue. */
  #first(): Waiter<C> | undefined {
    const [first] = this.#line
    if (first) this.#line.delete(first)
    return first
  }

  async #connect(): Promise<C> {
    this.#lent++
    try {
      return await this.#source.connect()
    } catch (error) {
      this.#lent--
      this.#connectNext()
      throw error
    }
  }

  #connectNext(): void {
    const next = this.#first()
    if (next) this.#connect().then(next.resolve, next.reject)
  }

  #pass(connection: C): void {
    const next = this.#first()
    if (next) next.resolve(connection)
    else if (this.#source.own === undefined) this.#return(connection)
    else {
      if (this.#kept.length === 0) setImmediate(() => this.#returnKept())
      this.#kept.push(connection)
    }
  }

  #returnKept(): void {
    for (const connection of this.#kept.splice(0)) this.#return(connection)
  }

  #return(connection: C): void {
    this.#lent--
    this.#source.giveBack(connection)
  }

  #inTime(coming: Promise<C>, signal: AbortSignal | undefined, leave?: () => void): Promise<C> {
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
        leave?.()
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
        if (isOver) return this.#pass(connection)
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
