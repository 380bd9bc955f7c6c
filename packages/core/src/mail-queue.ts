import { readSettings, type Settings } from './domain/index.js'
import type { Log, Mailer } from './platform/index.js'
import type { MailProof, Storage } from './storage/index.js'

/** A mail as an operation orders it. */
export interface MailOrder {
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  /** What the token in the mail gives the right to; it is made when the mail is put into words. */
  readonly proof?: MailProof
}

/** Puts mails in the outbox, in the transaction of what caused them. */
export interface MailQueue {
  /** Returns whether anybody will deliver what is queued; warns once in the log when nobody does. */
  configured(settings: Settings): boolean
  /** Nothing is kept while no mailer is configured; nobody to write to is no error. */
  queue(storage: Storage, order: MailOrder): Promise<void>
}

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

export function mailQueue(
  mailer: Delivering,
  now: Date,
  warnOfDropped: (mailer: Delivering) => void,
): MailQueue {
  const configured = (settings: Pick<Settings, 'smtp'>) => {
    const can = canSend(mailer, settings)
    if (!can) warnOfDropped(mailer)
    return can
  }
  return {
    configured,
    async queue(storage, order) {
      if (!order.to) return
      // Only a mailer that goes by the settings makes reading them worth it.
      const bySettings = mailer !== undefined && mailer !== 'queue-only' && mailer.bySettings
      if (!configured(bySettings ? await readSettings(storage) : { smtp: undefined })) return
      await storage.outbox.add({ ...order, createdAt: now })
    },
  }
}
