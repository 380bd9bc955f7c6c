import type { Settings } from '../call/index.js'
import type { Log, Mailer } from '../platform/index.js'

/** Who delivers: a mailer, another process, or nobody. */
export type Delivering = Mailer | 'queue-only' | undefined

/** Whether there is a way to send, which may be one that the settings name. */
export const canSend = (mailer: Delivering, { smtp }: Pick<Settings, 'smtp'>) =>
  mailer !== undefined && (mailer === 'queue-only' || !mailer.bySettings || smtp !== undefined)

/** Returns a function that warns at its first call that mails are dropped, and does nothing afterwards. */
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
