import type { Terminal } from './terminal.js'

/** How far long work has come. */
export interface Progress {
  /** Without a total, only the count is shown. */
  show(what: string, done: number, total?: number): void
  /** To be called before anything else is printed. */
  end(): void
}

const width = 24
const everyMs = 100

/** A line that rewrites itself, where a person reads along; elsewhere nothing. */
export function progressOn(terminal: Terminal, now = () => performance.now()): Progress {
  if (!terminal.isInteractive) return { show: () => {}, end: () => {} }
  let shown = Number.NEGATIVE_INFINITY
  let isOpen = false
  let current = ''
  return {
    show(what, done, total) {
      const isNew = what !== current
      if (!isNew && done !== total && now() - shown < everyMs) return
      shown = now()
      current = what
      isOpen = true
      terminal.err(`\r\u001b[K${what} ${total ? `${bar(done / total)} ` : ''}${count(done, total)}`)
    },
    end() {
      if (isOpen) terminal.err('\r\u001b[K')
      isOpen = false
      current = ''
    },
  }
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`
}

const figures = new Intl.NumberFormat('en')
const count = (done: number, total: number | undefined) =>
  total === undefined ? figures.format(done) : `${figures.format(done)} of ${figures.format(total)}`
