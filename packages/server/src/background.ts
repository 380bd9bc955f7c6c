import type { OpenSupports } from '@opensupports/core'
import { type WebhookSenderOptions, webhookSender } from './webhooks/index.js'

/** Seconds between two refreshes of the statistics. */
const refreshEvery = 30
/** How often to remove expired rows, in seconds. */
const removeEvery = 600

/** How often the background jobs run. */
export interface BackgroundOptions {
  /** Seconds between two deliveries of mail. Default 5. */
  readonly deliverEvery?: number
  /**
   * Seconds between two polls of the mailbox. 0 turns polling off, for hosts that call `/system/email-polling`.
   * Default 60.
   */
  readonly pollEvery?: number
  /** Seconds between two looks for a CSV import that `/system/start-csv-import` has started. 0 turns it off. Default 5. */
  readonly importEvery?: number
  /** How often to deliver webhooks, in seconds. 0 turns deliveries off. Default 5. */
  readonly webhooksEvery?: number
  /** How webhooks are sent: `{ allowPrivate: ['localhost'] }` lets them reach this machine. */
  readonly webhooks?: WebhookSenderOptions
}

/** Running background jobs. */
export interface Background {
  /**
   * Stops the work. A mail or a webhook that is being sent, and a mail that is being read, get five seconds to finish; then
   * they are cut off and stay due. An import
   * stops after the transaction in progress, and goes on at the next start.
   */
  stop(): Promise<void>
}

/** Runs `work` at an interval, without overlaps. Logs errors and continues. */
function repeat(
  seconds: number,
  work: (options: { readonly signal: AbortSignal }) => Promise<unknown>,
  tell: (error: unknown) => void,
): Background {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const wait = () => {
    timer = setTimeout(turn, seconds * 1000)
  }
  const turn = () => {
    running = work({ signal: ending.signal })
      .then(
        () => {},
        (error: unknown) => {
          // What was cut off by `stop` has not failed.
          if (!ending.signal.aborted || (error as Error).name !== 'AbortError') tell(error)
        },
      )
      .then(() => {
        if (!ending.signal.aborted) wait()
      })
  }
  if (seconds > 0) turn()
  return {
    async stop() {
      ending.abort()
      clearTimeout(timer)
      await running
    },
  }
}

/**
 * Delivers the helpdesk's mails and webhooks, polls its mailbox, runs its CSV imports, refreshes its statistics and removes
 * expired rows for as long as the process lives. Several processes may do so on one storage. Without a mailer or a
 * mailbox, that job does nothing.
 *
 * @example
 * const background = startBackground(helpdesk)
 * process.once('SIGTERM', () => background.stop())
 */
export function startBackground(
  helpdesk: OpenSupports,
  { deliverEvery = 5, pollEvery = 60, importEvery = 5, webhooksEvery = 5, webhooks }: BackgroundOptions = {},
): Background {
  const { log } = helpdesk
  const sender = webhookSender(webhooks)
  const rounds = [
    repeat(
      deliverEvery,
      (options) => helpdesk.deliverMail(options),
      (error) => log.error({ err: error }, 'mails could not be delivered'),
    ),
    repeat(
      pollEvery,
      (options) => helpdesk.pollMail(options),
      (error) => log.error({ err: error }, 'the mailbox could not be read'),
    ),
    repeat(
      webhooksEvery,
      (options) => helpdesk.deliverWebhooks(sender, options),
      (error) => log.error({ err: error }, 'webhooks could not be delivered'),
    ),
    repeat(
      importEvery,
      (options) => helpdesk.runImports(options),
      (error) => log.error({ err: error }, 'an import failed: it is tried again'),
    ),
    repeat(
      refreshEvery,
      (options) => helpdesk.refreshStatistics(options),
      (error) => log.error({ err: error }, 'the statistics could not be refreshed'),
    ),
    repeat(
      removeEvery,
      (options) => helpdesk.removeExpired(options),
      (error) => log.error({ err: error }, 'expired rows could not be removed'),
    ),
  ]
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()))
    },
  }
}
