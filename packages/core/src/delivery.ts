import type { Log, Mailer } from './platform/index.js'
import type { Storage } from './storage/index.js'

/** What came of a delivery run. */
export interface Delivery {
  readonly sent: number
  readonly failed: number
}

const minute = 60_000
const batch = 20
/** After the last of these waits a mail is given up, and stays in the outbox with its cause. */
const waits = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute)

/** Hands every mail that is due to the mailer; what fails is tried again later, each time after a longer wait. */
export async function deliver(
  storage: Storage,
  mailer: Mailer,
  log: Log,
  now: () => Date,
): Promise<Delivery> {
  let sent = 0
  let failed = 0
  for (;;) {
    const start = now()
    const mails = await storage.outbox.claim(start, new Date(start.getTime() + 10 * minute), batch)
    if (mails.length === 0) return { sent, failed }
    for (const { id, attempts, template, to, language, variables } of mails) {
      try {
        await mailer.send({ template, to, language, variables })
        await storage.outbox.remove(id)
        sent++
      } catch (error) {
        failed++
        const wait = waits[attempts - 1]
        log.warn({ err: error, mail: id, template, attempts }, 'a mail could not be delivered')
        const cause = error instanceof Error ? error.message : String(error)
        await storage.outbox.failed(id, wait === undefined ? null : new Date(now().getTime() + wait), cause)
      }
    }
  }
}
