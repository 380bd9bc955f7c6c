/** Calls `stop` at the first signal to end; a second one ends the process at once. */
export function onStopSignal(stop: () => void): void {
  let asked: number | undefined
  const onSignal = () => {
    const now = performance.now()
    if (asked === undefined) {
      asked = now
      stop()
    } else if (now - asked > 500) {
      // What comes sooner is the same one again: npm hands on what the terminal has sent to this process as well.
      process.exit(1)
    }
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  if (process.env.npm_lifecycle_event) onParentGone(onSignal)
}

/** A signal to npm ends the shell between npm and this process, and nobody tells: the parent is another one then. */
function onParentGone(listener: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    listener()
  }, 250)
  watch.unref()
}
