import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { type MailServer, MailServerError } from '../../platform/index.js'
import { countAttempt } from '../accounts/index.js'
import { checkInstallToken } from './install-guard.js'

/**
 * Connects to a mail server and signs in. Uses the saved password if none is given, but only for the saved server and
 * user.
 *
 * @throws NO_PERMISSION, TOO_MANY_REQUESTS, and SMTP_CONNECTION or IMAP_CONNECTION. Staff of level 3 get the reason as
 *   `details`: `{ fault, message }`. Before the installation it is withheld, since the caller may be a stranger who
 *   probes the network.
 */
export async function checkMailServer(
  call: Call,
  kind: 'smtp' | 'imap',
  given: {
    readonly host: string | undefined
    readonly user: string | undefined
    readonly pass: string | undefined
  },
  installToken: string | undefined,
): Promise<void> {
  const { actor, settings, logger } = call
  const installed = settings.exist && (await call.staff.count()) > 0
  if (!installed) checkInstallToken(call, installToken)
  else if (actor.kind !== 'staff' || actor.level < 3) fail('NO_PERMISSION')
  await countAttempt(call, 'connection', kind)

  const { host = '', user = null, pass } = given
  const saved = settings[kind]
  const isSaved = saved?.host === host && saved.user === user
  const server: MailServer = { host, user, pass: pass || (isSaved ? saved.pass : null) }
  const code = kind === 'smtp' ? 'SMTP_CONNECTION' : 'IMAP_CONNECTION'
  const adapter = kind === 'smtp' ? call.mailer : call.mailbox
  if (!adapter?.check) return fail(code)
  if (host.trim() === '') return fail(code, installed ? noServer : undefined)
  try {
    await adapter.check(server)
  } catch (error) {
    logger.info({ err: error, kind }, 'a mail server could not be reached')
    const isKnown = installed && error instanceof MailServerError
    fail(code, isKnown ? { fault: error.fault, message: error.message } : undefined)
  }
}

const noServer = { fault: 'no-server', message: 'name a server first' }
