import { databaseFault, OpenSupportsError, waitingSignal } from '@opensupports/core'

/**
 * Lets callers take turns at a few connections, by default one: first come, first served. A call whose `waitingSignal`
 * aborts leaves the queue with INTERRUPTED.
 */
export class Turns {
  #free: number
  readonly #queue = new Set<() => void>()
  readonly #mostWaiting: number

  constructor(mostWaiting: number, connections = 1) {
    this.#mostWaiting = mostWaiting
    this.#free = connections
  }

  /** Begins the caller's turn if nobody else has one. Returns whether it has begun. */
  takeFree(): boolean {
    if (this.#free === 0) return false
    this.#free--
    return true
  }

  /**
   * Resolves when it is the caller's turn, which ends with `pass`.
   *
   * @throws DATABASE_BUSY if the queue is full
   */
  async take(): Promise<void> {
    if (this.takeFree()) return
    if (this.#queue.size >= this.#mostWaiting) throw databaseFault('DATABASE_BUSY')
    const signal = waitingSignal()
    if (signal?.aborted) throw new OpenSupportsError('INTERRUPTED')
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#queue.delete(turn)
        reject(new OpenSupportsError('INTERRUPTED'))
      }
      const turn = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      this.#queue.add(turn)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  /** Hands the turn to the caller that has waited longest, so that no new one overtakes it. */
  pass(): void {
    const [next] = this.#queue
    if (!next) {
      this.#free++
      return
    }
    this.#queue.delete(next)
    next()
  }
}
