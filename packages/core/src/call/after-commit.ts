import type { Log } from '../platform/index.js'
import { withoutWaitingSignal } from './scope.js'

/** Runs the work for after a commit. An error is logged, since it can no longer change the outcome. */
export async function runAfterCommit(works: readonly (() => unknown)[], log: Log): Promise<void> {
  for (const work of works) {
    try {
      await withoutWaitingSignal(work)
    } catch (error) {
      log.error({ err: error }, 'work after a commit failed')
    }
  }
}
