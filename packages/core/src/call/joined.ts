import type { Log } from '../platform/index.js'
import { type Storage, storesOf } from '../storage/index.js'
import { runAfterCommit } from './after-commit.js'
import type { Call, Joined } from './call.js'
import { type Undo, undoAll } from './undo.js'

type Attempt = Parameters<Storage['attempts']['add']>

/** The calls inside a transaction of the host, with the work that has to wait for its commit or its failure. */
export class JoinedCalls implements Joined {
  /** The storage of the transaction. */
  readonly storage: Storage
  readonly #outer: Storage
  readonly #log: Log
  readonly #attempts: Attempt[] = []
  readonly #undos: Undo[] = []
  readonly #afterCommit: (() => unknown)[] = []
  #last: Promise<unknown> = Promise.resolve()
  #failure: { readonly error: unknown } | undefined
  #isOver = false

  /** @param outer the storage outside the transaction */
  constructor(inside: Storage, outer: Storage, log: Log) {
    this.storage = { ...inside, attempts: this.#noting(inside.attempts) }
    this.#outer = outer
    this.#log = log
  }

  /** Runs calls one after another: each is a part of the transaction, and parts cannot overlap. */
  inTurn<T>(call: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (this.#isOver) throw new Error('the transaction of this desk is over: await each call inside it')
      this.throwFailure()
      return call()
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Notes an error after which the transaction cannot be committed. */
  failed(error: unknown): void {
    this.#failure ??= { error }
  }

  /** Throws the error after which the transaction cannot be committed, if there was one. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }

  hasFailedWith = (error: unknown): boolean => this.#failure?.error === error

  /** Waits for the calls in progress, and admits no more. */
  async end(): Promise<void> {
    await this.#last
    this.#isOver = true
  }

  /** Keeps a function that reverts what a call did outside the database. */
  onFailure(undo: Undo): void {
    this.#undos.push(undo)
  }

  afterCommit(call: Call, work: (call: Call) => unknown): void {
    const after: Call = Object.assign({}, call, storesOf(this.#outer), { storage: this.#outer })
    this.#afterCommit.push(() => work(after))
  }

  /** Runs the work for after the commit. */
  committed(): Promise<void> {
    return runAfterCommit(this.#afterCommit, this.#log)
  }

  /** Reverts what the calls did outside the database, the last first. */
  undo(): Promise<void> {
    return undoAll(this.#undos.splice(0), this.#log)
  }

  /** Counts wrong guesses again, since their count was rolled back. */
  async countAttempts(): Promise<void> {
    try {
      for (const attempt of this.#attempts) await this.#outer.attempts.add(...attempt)
    } catch (error) {
      // The error of the transaction says more.
      this.#log.warn({ err: error }, 'attempts could not be counted')
    }
  }

  #noting(attempts: Storage['attempts']): Storage['attempts'] {
    const forget = (key: string) => {
      const place = this.#attempts.findLastIndex(([known]) => known === key)
      if (place !== -1) this.#attempts.splice(place, 1)
    }
    return {
      ...attempts,
      add: (...attempt) => {
        this.#attempts.push(attempt)
        return attempts.add(...attempt)
      },
      clear: (key) => {
        forget(key)
        return attempts.clear(key)
      },
      giveBack: (key) => {
        forget(key)
        return attempts.giveBack(key)
      },
    }
  }
}
