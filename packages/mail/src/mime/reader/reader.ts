import type { IncomingMail } from '@opensupports/core'
import { incomingMail } from '../mail-data.js'
import { type RawMail, takeApart } from '../take-apart.js'
import { type MailThread, type ReadingLimits, startMailThread } from './mail-thread.js'

/** Reads mails where they cannot stop the process. */
export interface MailReader {
  /**
   * @throws Error for what is no mail, and when reading it takes too long or too much memory
   */
  read(raw: Uint8Array<ArrayBuffer>, known?: RawMail): Promise<IncomingMail>
  close(): Promise<void>
}

/** Undefined in bundles of CommonJS, which do not know where they are. */
function workerFile(): URL | undefined {
  try {
    return new URL('./read-mail-worker.js', import.meta.url)
  } catch {
    return undefined
  }
}

const defaults: ReadingLimits = { time: 30_000, memory: 512 }

/**
 * Makes a reader with a thread of its own, which begins with the first mail. Without the worker's file, as in a server
 * that is bundled into one file, mails are read on the calling thread: in linear time, but nothing else runs meanwhile.
 */
export function mailReader(
  limits: Partial<ReadingLimits> = {},
  file: URL | undefined = workerFile(),
): MailReader {
  let thread: MailThread | undefined
  // A file that did not start once is not tried again: each try may take long.
  let startable = file
  let before: Promise<unknown> = Promise.resolve()

  async function readNow(raw: Uint8Array<ArrayBuffer>, known: RawMail): Promise<IncomingMail> {
    if (startable && !thread?.isAlive()) {
      thread = await startMailThread(startable, { ...defaults, ...limits })
      if (!thread) startable = undefined
    }
    return incomingMail(thread ? await thread.read({ raw, known }) : takeApart(raw, known), raw)
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
