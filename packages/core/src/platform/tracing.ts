import { tracingChannel } from 'node:diagnostics_channel'

/** What subscribers of `tracing:opensupports:call:*` get, one object for each call. */
export interface TracedCall {
  /** The path of the operation, such as `/ticket/create`. */
  readonly path: string
  readonly wire: 'native' | '4.11'
  readonly requestId: string | undefined
  /** The refusal, or another error; set before `error` is published. */
  readonly error?: unknown
}

/** What subscribers of `tracing:opensupports:transaction:*` get, one object for each transaction. */
export interface TracedTransaction {
  /** How often it was run: more than once after a deadlock. */
  tries: number
  readonly error?: unknown
}

const calls = tracingChannel<unknown, TracedCall>('opensupports:call')
const transactions = tracingChannel<unknown, TracedTransaction>('opensupports:transaction')

/** Node.js before 20.13 does not know its subscribers. Publishing to none costs little. */
const isHeard = (channel: { readonly hasSubscribers?: boolean }) => channel.hasSubscribers !== false

/** Whether somebody listens to calls. */
export const areCallsTraced = (): boolean => isHeard(calls)

export const traceCall = <T>(call: TracedCall, run: () => Promise<T>): Promise<T> =>
  calls.tracePromise(run, call)

/** Runs a transaction, and publishes it to subscribers. */
export function traced<T>(run: (count: () => void) => Promise<T>): Promise<T> {
  if (!isHeard(transactions)) return run(() => {})
  const transaction: TracedTransaction = { tries: 0 }
  const count = () => {
    transaction.tries++
  }
  return transactions.tracePromise(() => run(count), transaction)
}
