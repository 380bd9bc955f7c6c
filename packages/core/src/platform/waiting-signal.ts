import { AsyncLocalStorage } from 'node:async_hooks'

const signals = new AsyncLocalStorage<AbortSignal>()

/**
 * Returns the signal of the call in progress. Meant for storages: a call that waits for a connection gives up with
 * INTERRUPTED once it aborts. It does not end statements that run already.
 */
export const waitingSignal = (): AbortSignal | undefined => signals.getStore()

/** Runs `work`, in which `waitingSignal` returns the signal. */
export const withWaitingSignal = <T>(signal: AbortSignal | undefined, work: () => T): T =>
  signal ? signals.run(signal, work) : work()
