import type { Settings } from '../../call/index.js'
import { type HelpdeskEvent, storedEvent } from '../../events/index.js'
import type { Log } from '../../platform/index.js'
import type { NewMail, StaffStore, Storage, StoredWebhook, WebhookEnd } from '../../storage/index.js'

/** What it takes to disable a webhook. */
export interface Disabling {
  readonly storage: Storage
  readonly log: Log
  readonly now: () => Date
  readonly settings: Settings
  /** Returns whether mails are delivered. */
  readonly canDeliver: (settings: Pick<Settings, 'smtp'>) => boolean
  /** Calls the listeners of this process. */
  readonly emit: (event: HelpdeskEvent) => void
}

/**
 * Disables a webhook, and says so with an event, a line in the log, and a mail to each member of level 3. Does nothing if
 * the webhook is disabled already.
 */
export async function disable(
  { storage, log, now, settings, canDeliver, emit }: Disabling,
  webhook: StoredWebhook,
  { because, cause }: { readonly because: WebhookEnd; readonly cause: string },
): Promise<void> {
  const { id } = webhook
  const at = now()
  const event: HelpdeskEvent = { name: 'webhook.disabled', by: null, at, webhookId: id, because }
  const canMail = canDeliver(settings)
  const isDisabled = await storage.transaction(async (inside) => {
    if (!(await inside.webhooks.disable(id, because))) return false
    await inside.events.add([storedEvent(event)])
    if (canMail) await inside.outbox.add(await mailsAbout(webhook, cause, inside.staff, settings, at))
    return true
  })
  if (!isDisabled) return
  const reason =
    because === 'gone'
      ? 'its receiver answered 410 Gone'
      : 'it failed for five days or longer, and a delivery was given up'
  log.error(
    { webhook: id },
    `a webhook was disabled, because ${reason}: enable it when its receiver works again`,
  )
  emit(event)
}

async function mailsAbout(
  webhook: StoredWebhook,
  cause: string,
  staff: StaffStore,
  { language }: Settings,
  createdAt: Date,
): Promise<NewMail[]> {
  const admins = (await staff.all()).filter(({ level, disabled }) => level === 3 && !disabled)
  return admins.map(({ email: to, name }) => ({
    template: 'WEBHOOK_DISABLED',
    to,
    language,
    variables: { to, name, webhook: nameOf(webhook), cause },
    createdAt,
  }))
}

/** Returns the host, since the rest of a URL may be a secret, and the description. */
function nameOf({ url, description }: StoredWebhook): string {
  const { host } = new URL(url)
  return description === '' ? host : `${description} (${host})`
}
