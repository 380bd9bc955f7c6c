import { checkMailServer } from '../../domain/helpdesk/index.js'
import { nothing, operation } from '../../operation/index.js'
import { optional, secret } from '../../params/index.js'

/** What `/system/test-smtp` takes. */
export interface TestSmtpParams {
  readonly 'smtp-host'?: string | undefined
  readonly 'smtp-user'?: string | undefined
  readonly 'smtp-pass'?: string | undefined
  readonly installToken?: string | undefined
}

/**
 * Connects to an SMTP server and signs in if a user is sent; sends no mail. Before the installation everybody may, with
 * the install token if one is configured; afterwards only staff of level 3. Addresses in private networks are refused
 * unless the mailer allows them.
 *
 * @throws NO_PERMISSION; SMTP_CONNECTION, also when the mailer does not use SMTP; TOO_MANY_REQUESTS.
 */
export const testSmtp = operation<TestSmtpParams, null>()({
  path: '/system/test-smtp',
  permission: 'any',
  beforeInstallation: true,
  params: {
    'smtp-host': optional(secret('SMTP_CONNECTION')),
    'smtp-user': optional(secret('SMTP_CONNECTION')),
    'smtp-pass': optional(secret('SMTP_CONNECTION')),
    installToken: optional(secret('NO_PERMISSION')),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async read(call, { installToken, ...server }) {
    const { 'smtp-host': host, 'smtp-user': user, 'smtp-pass': pass } = server
    await checkMailServer(call, 'smtp', { host, user, pass }, installToken)
    return null
  },
})
