/** Why the helpdesk itself has disabled a webhook: it failed for days, or its receiver answered 410 Gone. */
export type WebhookEnd = 'failing' | 'gone'

/** An address that gets events over HTTP. */
export interface StoredWebhook {
  readonly id: number
  readonly url: string
  /** Names of events, such as `ticket.created`, of groups, such as `ticket.*`, or `*` for all. */
  readonly events: readonly string[]
  readonly description: string
  /** The secret that signs, encrypted. */
  readonly secret: string
  /** The secret before the last rotation, encrypted. It signs, too, until `previousSecretUntil`. */
  readonly previousSecret: string | null
  readonly previousSecretUntil: Date | null
  readonly enabled: boolean
  /** Null unless the helpdesk itself has disabled it. */
  readonly disabledBecause: WebhookEnd | null
  /** When the first attempt failed since the last success; null if the last attempt succeeded. */
  readonly failingSince: Date | null
  /** Until then nothing is sent, because the receiver has asked for a pause. Null if it has not. */
  readonly pausedUntil: Date | null
  /** The position of the last event for which deliveries were made. */
  readonly position: number
  /** Older events are not delivered. */
  readonly startsAt: Date
  readonly createdAt: Date
}

export type NewWebhook = Pick<
  StoredWebhook,
  'url' | 'events' | 'description' | 'secret' | 'position' | 'startsAt' | 'createdAt'
>

export type WebhookPatch = Partial<Omit<StoredWebhook, 'id' | 'createdAt'>>

/** Waiting for an attempt, delivered, or given up after the last attempt. */
export type WebhookDeliveryState = 'waiting' | 'delivered' | 'failed'

/** An event that a webhook gets. */
export interface StoredWebhookDelivery {
  readonly id: number
  readonly webhookId: number
  /** The same at each attempt, so that the receiver recognises a repetition. */
  readonly messageId: string
  /** The name of the event. */
  readonly event: string
  /** The JSON that is sent. */
  readonly body: string
  readonly createdAt: Date
  readonly state: WebhookDeliveryState
  /** The number of attempts. */
  readonly attempts: number
  /** The time of the next attempt; null unless it waits. */
  readonly dueAt: Date | null
  /** When it was delivered or given up. */
  readonly finishedAt: Date | null
  /** The HTTP status of the last answer. */
  readonly status: number | null
  /** Why the last attempt failed. */
  readonly cause: string | null
}

export type NewWebhookDelivery = Pick<StoredWebhookDelivery, 'messageId' | 'event' | 'body'>

/** A delivery as a worker has claimed it: `dueAt` is the end of its lease. */
export type ClaimedDelivery = Pick<StoredWebhookDelivery, 'id' | 'dueAt'>

/** The result of an attempt. */
export interface WebhookAttempt {
  readonly status: number | null
  readonly cause: string | null
}

/**
 * Keeps webhooks and their deliveries. Removing a webhook removes its deliveries. `finish`, `postpone` and `release`
 * do nothing unless the delivery is still due at the end of the lease: otherwise staff have asked for another attempt, or
 * another worker has claimed it.
 */
export interface WebhookStore {
  /** Returns all webhooks by id. */
  all(): Promise<StoredWebhook[]>
  byId(id: number): Promise<StoredWebhook | undefined>
  /** Adds an enabled webhook. Returns its id. */
  insert(webhook: NewWebhook): Promise<number>
  update(id: number, patch: WebhookPatch): Promise<void>
  /** Disables an enabled webhook. Returns false if it is disabled or gone. */
  disable(id: number, because: WebhookEnd): Promise<boolean>
  remove(id: number): Promise<void>
  /**
   * Moves the position of an enabled webhook, and adds deliveries of the events in between, due now. Does nothing if the
   * position is not `from`, since another process has moved it then.
   */
  advance(
    id: number,
    step: {
      readonly from: number
      readonly to: number
      readonly now: Date
      readonly deliveries: readonly NewWebhookDelivery[]
    },
  ): Promise<void>
  /**
   * Leases the delivery of an enabled webhook that has been due longest. Other workers do not get it until `leaseUntil`.
   * Counts the attempt.
   */
  claim(webhookId: number, now: Date, leaseUntil: Date): Promise<StoredWebhookDelivery | undefined>
  /** Makes deliveries that are due after `latest` due at `latest`. They are due later only if the clock was set back. */
  bringForward(webhookId: number, latest: Date): Promise<void>
  /** Ends a delivery. */
  finish(
    claimed: ClaimedDelivery,
    state: 'delivered' | 'failed',
    now: Date,
    attempt: WebhookAttempt,
  ): Promise<void>
  /** Records a failed attempt: due again at `dueAt`. */
  postpone(claimed: ClaimedDelivery, dueAt: Date, attempt: WebhookAttempt): Promise<void>
  /** Returns a delivery that was not attempted: due at once, and the attempt does not count. */
  release(claimed: ClaimedDelivery, now: Date): Promise<void>
  /** Makes a delivery due now, delivered or not, with its attempts reset. Returns its webhook; undefined if it is gone. */
  retry(id: number, now: Date): Promise<number | undefined>
  /** Returns deliveries of a webhook, newest first. */
  deliveries(
    webhookId: number,
    page: {
      readonly state: WebhookDeliveryState | undefined
      readonly offset: number
      readonly limit: number
    },
  ): Promise<StoredWebhookDelivery[]>
  /** Removes up to `limit` deliveries that ended before a date, the oldest first. */
  removeFinished(before: Date, limit: number): Promise<void>
}
