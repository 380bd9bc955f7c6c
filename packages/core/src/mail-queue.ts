import { readSettings, type Settings } from './domain/index.js'
import type { Mailer } from './platform/index.js'
import type { Storage } from './storage/index.js'

/** A mail as an operation orders it. */
export interface MailOrder {
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
}

/** Puts mails in the outbox, in the transaction of what caused them. */
export interface MailQueue {
  /** Whether anybody will deliver what is queued. */
  configured(settings: Settings): boolean
  /** Nothing is kept while no mailer is configured; nobody to write to is no error. */
  queue(storage: Storage, order: MailOrder): Promise<void>
}

/** Whether the mailer has a way to send, which may be one that the settings name. */
export const canSend = (mailer: Mailer | undefined, { smtp }: Pick<Settings, 'smtp'>) =>
  mailer !== undefined && (!mailer.bySettings || smtp !== undefined)

export function mailQueue(mailer: Mailer | undefined, now: Date): MailQueue {
  return {
    configured: (settings) => canSend(mailer, settings),
    async queue(storage, order) {
      if (!mailer || !order.to) return
      if (mailer.bySettings && !canSend(mailer, await readSettings(storage))) return
      await storage.outbox.add({ ...order, createdAt: now })
    },
  }
}
