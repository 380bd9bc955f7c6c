import { fail } from '../errors.js'
import type { MailServer } from '../platform/index.js'
import { countAttempt } from './attempts.js'
import type { Context } from './context.js'
import { checkInstallToken } from './install-guard.js'

/**
 * Finds out whether a mail server can be reached and signed in to. A password that is left out is the one of the
 * settings, but only for the very server and user of the settings.
 *
 * @throws NO_PERMISSION, TOO_MANY_REQUESTS, and SMTP_CONNECTION or IMAP_CONNECTION
 */
export async function checkMailServer(
  context: Context,
  kind: 'smtp' | 'imap',
  given: {
    readonly host: string | undefined
    readonly user: string | undefined
    readonly pass: string | undefined
  },
  installToken: string | undefined,
): Promise<void> {
  const { actor, storage, log } = context
  const settings = await context.settings()
  const installed = settings.exist && (await storage.staff.count()) > 0
  if (!installed) checkInstallToken(context, installToken)
  else if (actor.kind !== 'staff' || actor.level < 3) fail('NO_PERMISSION')
  await countAttempt(context, 'connection', kind)

  const { host = '', user = null, pass } = given
  const saved = settings[kind]
  const isSaved = saved?.host === host && saved.user === user
  const server: MailServer = { host, user, pass: pass || (isSaved ? saved.pass : null) }
  const code = kind === 'smtp' ? 'SMTP_CONNECTION' : 'IMAP_CONNECTION'
  const adapter = kind === 'smtp' ? context.mailer : context.mailbox
  if (!adapter?.check || host.trim() === '') return fail(code)
  try {
    await adapter.check(server)
  } catch (error) {
    log.info({ err: error, kind }, 'a mail server could not be reached')
    fail(code)
  }
}
