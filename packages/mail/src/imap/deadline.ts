import type { ImapFlow } from 'imapflow'
import { MailboxError } from './connection.js'

/** Settles as `work` does. After `limitMs`, closes the connection and rejects with the fault `timeout`. */
export async function within<T>(
  client: Pick<ImapFlow, 'close'>,
  limitMs: number,
  work: () => Promise<T>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MailboxError('timeout', 'the mail server does not answer'))
      client.close()
    }, limitMs)
  })
  const working = work()
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
    // Closing the connection rejects it, when nobody waits for it.
    working.catch(() => {})
  }
}
