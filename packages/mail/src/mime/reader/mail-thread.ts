import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { MailData } from '../mail-data.js'
import type { FromWorker, ToWorker } from './messages.js'

/** Limits for reading one mail. */
export interface ReadingLimits {
  /** In milliseconds. */
  readonly time: number
  /** Of the heap, in MB. */
  readonly memory: number
}

/** A thread that reads one mail at a time. */
export interface MailThread {
  /** Throws and ends the thread if a limit is reached. */
  read(message: ToWorker): Promise<MailData>
  /** False once the thread has ended. */
  isAlive(): boolean
  end(): Promise<void>
}

/** Start timeout in milliseconds, separate from the time limit of a mail: a busy machine may start threads slowly. */
const startingTime = 60_000

/** Starts a thread. Returns undefined if the worker file is missing, as in a bundle, or threads are not allowed. */
export async function startMailThread(file: URL, limits: ReadingLimits): Promise<MailThread | undefined> {
  if (file.protocol === 'file:' && !existsSync(fileURLToPath(file))) return undefined
  const worker = startWorker(file, limits)
  if (!worker) return undefined
  let alive = true
  worker.once('exit', () => {
    alive = false
  })
  const first = await nextMessage(worker, { ...limits, time: startingTime }).catch(() => undefined)
  if (!first) {
    await worker.terminate()
    return undefined
  }
  worker.unref()
  return {
    isAlive: () => alive,
    end: async () => void (await worker.terminate()),
    async read(message) {
      worker.ref()
      try {
        const answer = nextMessage(worker, limits)
        worker.postMessage(message)
        const said = await answer
        if ('mail' in said) return said.mail
        throw new Error('refused' in said ? said.refused : 'the mail thread answered out of order')
      } finally {
        worker.unref()
      }
    },
  }
}

function startWorker(file: URL, { memory }: ReadingLimits): Worker | undefined {
  try {
    const resourceLimits = { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 64 }
    // The thread parses untrusted mail, so it gets no environment.
    return new Worker(file, { resourceLimits, env: {}, execArgv: [], name: 'mail reader' })
  } catch {
    return undefined
  }
}

/** Waits for the next message of a worker. Ends the worker if it fails or exceeds the timeout. */
function nextMessage(worker: Worker, { time, memory }: ReadingLimits): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeListener('error', onError)
      worker.removeListener('exit', onExit)
      act()
    }
    const stop = (reason: string) =>
      settle(() => {
        // Ignore errors while the worker ends.
        worker.on('error', () => {})
        void worker.terminate().then(() => reject(new Error(reason)))
      })
    const onError = (error: NodeJS.ErrnoException) =>
      stop(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `reading the mail needed more than ${memory} MB of memory and was stopped`
          : `reading the mail failed: ${error.message}`,
      )
    const onExit = () => settle(() => reject(new Error('the mail thread ended before it had read the mail')))
    const timer = setTimeout(
      () => stop(`reading the mail took longer than ${time / 1000} s and was stopped`),
      time,
    )
    worker.once('message', (message: FromWorker) => settle(() => resolve(message)))
    worker.once('error', onError)
    worker.once('exit', onExit)
  })
}
