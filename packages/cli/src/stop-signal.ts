/**
 * Calls `stop` at the first stop signal. A second signal ends the process at once.
 *
 * @returns a function that ends the listening
 */
export function onStopSignal(stop: () => void): () => void {
  let asked: number | undefined
  const onSignal = () => {
    const now = performance.now()
    if (asked === undefined) {
      asked = now
      stop()
    } else if (now - asked > 500) {
      // A second signal within 500 ms is a duplicate: npm forwards what the terminal also sent to this process.
      process.exit(1)
    }
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  const unwatch = process.env.npm_lifecycle_event ? onParentGone(onSignal) : () => {}
  return () => {
    process.off('SIGTERM', onSignal)
    process.off('SIGINT', onSignal)
    unwatch()
  }
}

/** Ending npm ends the shell between npm and this process without a signal to it, so watch for a new parent pid. */
function onParentGone(listener: () => void): () => void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    listener()
  }, 250)
  watch.unref()
  return () => clearInterval(watch)
}
