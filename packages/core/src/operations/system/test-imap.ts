import { checkMailServer } from '../../domain/index.js'
import { nothing, operation } from '../../operation/index.js'
import { optional, secret } from '../../params/index.js'

/**
 * Connects to a mailbox and signs in; changes nothing in it. Who may, and which addresses are refused: as for
 * `/system/test-smtp`.
 *
 * @throws NO_PERMISSION; IMAP_CONNECTION, also for a helpdesk without a mailbox; TOO_MANY_REQUESTS.
 */
export const testImap = operation({
  path: '/system/test-imap',
  permission: 'any',
  beforeInstallation: true,
  params: {
    /** As 4.11 spells mailboxes: `{mail.example.com:993/imap/ssl}INBOX`. */
    'imap-host': optional(secret('IMAP_CONNECTION')),
    'imap-user': optional(secret('IMAP_CONNECTION')),
    'imap-pass': optional(secret('IMAP_CONNECTION')),
    installToken: optional(secret('NO_PERMISSION')),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { installToken, ...server }) {
    const { 'imap-host': host, 'imap-user': user, 'imap-pass': pass } = server
    await checkMailServer(call, 'imap', { host, user, pass }, installToken)
    return null
  },
})
