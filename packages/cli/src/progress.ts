import type { Terminal } from './terminal.js'

/** Shows the progress of a long operation. */
export interface Progress {
  /** Shows only the count if there is no total. */
  show(what: string, done: number, total?: number): void
  /** Clears the line. Call it before printing anything else. */
  end(): void
}

const width = 24
const everyMs = 100

/** Shows progress on one line of a terminal. Prints nothing if the output is not a terminal. */
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

export const mebibyte = 1_048_576

/**
 * Yields the chunks of a stream, and shows how much was read.
 *
 * @param total its size in bytes, if that is known
 */
export async function* showingBytes(
  stream: AsyncIterable<Uint8Array>,
  unit: string,
  progress: Progress,
  total?: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.byteLength
    progress.show(
      unit,
      Math.ceil(bytes / mebibyte),
      total === undefined ? undefined : Math.ceil(total / mebibyte),
    )
    yield chunk
  }
}
