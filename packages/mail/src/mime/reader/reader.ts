import type { IncomingMail } from '@opensupports/core'
import { incomingMail } from '../mail-data.js'
import { readMail } from '../read-mail.js'
import type { RawMail } from '../take-apart.js'
import { type MailThread, type ReadingLimits, startMailThread } from './mail-thread.js'

/** Reads mails without blocking or ending the process. */
export interface MailReader {
  /** @throws Error if the bytes are not a mail, or reading exceeds the time or memory limit */
  read(raw: Uint8Array<ArrayBuffer>, known?: RawMail): Promise<IncomingMail>
  close(): Promise<void>
}

/** Undefined in CommonJS bundles, which have no `import.meta.url`. */
function workerFile(): URL | undefined {
  try {
    return new URL('./read-mail-worker.js', import.meta.url)
  } catch {
    return undefined
  }
}

const defaults: ReadingLimits = { time: 30_000, memory: 512 }

/**
 * Makes a reader with a thread of its own, which starts with the first mail. If the worker file is missing, as in a
 * server bundled into one file, mails are read on the calling thread: in linear time, but blocking the event loop.
 */
export function mailReader(
  limits: Partial<ReadingLimits> = {},
  file: URL | undefined = workerFile(),
): MailReader {
  let thread: MailThread | undefined
  // Do not retry a failed start: each attempt may take long.
  let startable = file
  let before: Promise<unknown> = Promise.resolve()

  async function readNow(raw: Uint8Array<ArrayBuffer>, known: RawMail): Promise<IncomingMail> {
    if (startable && !thread?.isAlive()) {
      thread = await startMailThread(startable, { ...defaults, ...limits })
      if (!thread) startable = undefined
    }
    return thread ? incomingMail(await thread.read({ raw, known }), raw) : readMail(raw, known)
  }
  return {
    read(raw, known = {}) {
      const mail = before.then(() => readNow(raw, known))
      before = mail.catch(() => {})
      return mail
    },
    async close() {
      await before
      await thread?.end()
      thread = undefined
    },
  }
}
