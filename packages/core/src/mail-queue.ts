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
  readonly configured: boolean
  /** Nothing is kept while no mailer is configured; nobody to write to is no error. */
  queue(storage: Storage, order: MailOrder): Promise<void>
}

export function mailQueue(configured: boolean, now: Date): MailQueue {
  return {
    configured,
    async queue(storage, order) {
      if (configured && order.to) await storage.outbox.add({ ...order, createdAt: now })
    },
  }
}
