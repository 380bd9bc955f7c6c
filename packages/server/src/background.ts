import type { OpenSupports } from '@opensupports/core'

/** How often the background work runs. */
export interface BackgroundOptions {
  /** Seconds between two deliveries of mail. Default 5. */
  readonly deliverEvery?: number
  /** Seconds between two looks into the mailbox; 0: never, for those who call `/system/email-polling`. Default 60. */
  readonly pollEvery?: number
}

/** Background work that runs. */
export interface Background {
  /**
   * Ends it after the mail under way, which has five seconds, whatever the server at the other end does. A mail that is
   * cut off stays due.
   */
  stop(): Promise<void>
}

/** Runs `work` again and again, never twice at once; what it throws is told, and it goes on. */
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
      .then(() => {}, tell)
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
 * Delivers the helpdesk's mails, and takes in those that come, for as long as the process lives. Several processes may
 * do so on one storage. Without a mailer or a mailbox the respective half has nothing to do.
 *
 * @example
 * const background = startBackground(helpdesk)
 * process.once('SIGTERM', () => background.stop())
 */
export function startBackground(
  helpdesk: OpenSupports,
  { deliverEvery = 5, pollEvery = 60 }: BackgroundOptions = {},
): Background {
  const { log } = helpdesk
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
  ]
  return {
    async stop() {
      await Promise.all(rounds.map((round) => round.stop()))
    },
  }
}
