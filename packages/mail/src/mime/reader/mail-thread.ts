import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { MailData } from '../mail-data.js'
import type { FromWorker, ToWorker } from './messages.js'

/** What reading one mail may take. */
export interface ReadingLimits {
  /** In milliseconds. */
  readonly time: number
  /** Of the heap, in MB. */
  readonly memory: number
}

/** A thread that reads mails, one at a time. */
export interface MailThread {
  /** Throws, and ends the thread, when a limit is reached. */
  read(message: ToWorker): Promise<MailData>
  /** False once it has come to its end. */
  isAlive(): boolean
  end(): Promise<void>
}

/** In milliseconds: a busy machine takes its time, and the mail is not to blame. */
const startingTime = 60_000

/** Starts a thread; undefined where there is no such file, as in a bundle, or where threads are not allowed. */
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
        throw new Error('refused' in said ? said.refused : 'the reader of mails lost its place')
      } finally {
        worker.unref()
      }
    },
  }
}

function startWorker(file: URL, { memory }: ReadingLimits): Worker | undefined {
  try {
    const resourceLimits = { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 64 }
    // What a mail says reaches nothing that the process knows.
    return new Worker(file, { resourceLimits, env: {}, execArgv: [], name: 'mail reader' })
  } catch {
    return undefined
  }
}

/** Waits for what a worker says next. One that takes too long, or fails, is ended. */
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
        // Errors that come while it ends have nobody to tell any more.
        worker.on('error', () => {})
        void worker.terminate().then(() => reject(new Error(reason)))
      })
    const onError = (error: NodeJS.ErrnoException) =>
      stop(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `reading it needed more than ${memory} MB of memory and was stopped`
          : `reading it failed: ${error.message}`,
      )
    const onExit = () => settle(() => reject(new Error('reading it ended too early')))
    const timer = setTimeout(() => stop(`reading it took longer than ${time / 1000} s and was stopped`), time)
    worker.once('message', (message: FromWorker) => settle(() => resolve(message)))
    worker.once('error', onError)
    worker.once('exit', onExit)
  })
}
