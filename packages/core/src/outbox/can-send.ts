import type { Settings } from '../call/index.js'
import type { Log, Mailer } from '../platform/index.js'

/** How mails are delivered: by a mailer, by another process, or not at all. */
export type Delivering = Mailer | 'queue-only' | undefined

/** Whether mails can be sent, which may depend on the settings. */
export const canSend = (mailer: Delivering, { smtp }: Pick<Settings, 'smtp'>) =>
  mailer !== undefined && (mailer === 'queue-only' || !mailer.bySettings || smtp !== undefined)

/** Returns a function that logs a warning at its first call that mails are dropped, and does nothing afterwards. */
export function droppedMailWarning(log: Log): (mailer: Delivering) => void {
  let hasWarned = false
  return (mailer) => {
    if (hasWarned) return
    hasWarned = true
    const cure = mailer
      ? 'set `smtp-host` in the settings'
      : "give the helpdesk a mailer, or `mailer: 'queue-only'` where another process delivers"
    log.warn({}, `mails are dropped, because nothing is configured to deliver them: ${cure}`)
  }
}
