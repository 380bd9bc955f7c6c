import { AsyncLocalStorage } from 'node:async_hooks'
import type { Storage } from '../storage/index.js'

/** A transaction that began in this scope; it may have ended since. */
export interface OpenTransaction {
  readonly storage: Storage
  /** The transaction of another storage inside which this one began. */
  readonly around: OpenTransaction | undefined
  isOpen: boolean
}

/** A signal, or the function that makes it when it is first needed. */
type Signal = AbortSignal | (() => AbortSignal)

/** What code runs in. */
interface Scope {
  readonly transaction: OpenTransaction | undefined
  readonly signal: Signal | undefined
}

/**
 * Up to Node 22, each `AsyncLocalStorage` in use slows every promise of the process. So there is one for all purposes, and
 * it is disabled while nothing runs in a scope.
 */
const scope = new AsyncLocalStorage<Scope>()

/** The number of scopes whose work has not ended. */
let running = 0

const end = () => {
  if (--running === 0) scope.disable()
}

/** Runs `work` in a scope, which ends when the work does. */
function runIn<T>(store: Scope, work: () => T): T {
  running++
  let result: T | undefined
  try {
    result = scope.run(store, work)
    return result
  } finally {
    if (result instanceof Promise) result.then(end, end)
    else end()
  }
}

/** Returns the innermost transaction. */
export const innermostTransaction = (): OpenTransaction | undefined => scope.getStore()?.transaction

/** Runs `work`, in which `innermostTransaction` returns the transaction. */
export const inTransaction = <T>(transaction: OpenTransaction, work: () => T): T =>
  runIn({ transaction, signal: scope.getStore()?.signal }, work)

/**
 * Returns the signal of the call in progress. Meant for storages: a call that waits for a connection gives up with
 * INTERRUPTED once it aborts. It does not end statements that run already.
 */
export function waitingSignal(): AbortSignal | undefined {
  const signal = scope.getStore()?.signal
  return typeof signal === 'function' ? signal() : signal
}

/** Runs `work`, in which `waitingSignal` returns the signal. */
export const withWaitingSignal = <T>(signal: Signal | undefined, work: () => T): T =>
  signal ? runIn({ transaction: innermostTransaction(), signal }, work) : work()

/** Runs `work`, in which `waitingSignal` returns undefined: it has to be done even if nobody waits for the call. */
export const withoutWaitingSignal = <T>(work: () => T): T =>
  scope.getStore()?.signal ? runIn({ transaction: innermostTransaction(), signal: undefined }, work) : work()
