import { checkMailServer } from '../../domain/helpdesk/index.js'
import { nothing, operation } from '../../operation/index.js'
import { optional, secret } from '../../params/index.js'

/** What `/system/test-imap` takes. */
export interface TestImapParams {
  /** In the notation of 4.11: `{mail.example.com:993/imap/ssl}INBOX`. */
  readonly 'imap-host'?: string | undefined
  readonly 'imap-user'?: string | undefined
  readonly 'imap-pass'?: string | undefined
  readonly installToken?: string | undefined
}

/**
 * Connects to a mailbox and signs in; changes nothing in it. Permission and refused addresses are those of
 * `/system/test-smtp`.
 *
 * @throws NO_PERMISSION; IMAP_CONNECTION, also when no mailbox is configured; TOO_MANY_REQUESTS.
 */
export const testImap = operation<TestImapParams, null>()({
  path: '/system/test-imap',
  permission: 'any',
  beforeInstallation: true,
  params: {
    'imap-host': optional(secret('IMAP_CONNECTION')),
    'imap-user': optional(secret('IMAP_CONNECTION')),
    'imap-pass': optional(secret('IMAP_CONNECTION')),
    installToken: optional(secret('NO_PERMISSION')),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async read(call, { installToken, ...server }) {
    const { 'imap-host': host, 'imap-user': user, 'imap-pass': pass } = server
    await checkMailServer(call, 'imap', { host, user, pass }, installToken)
    return null
  },
})
