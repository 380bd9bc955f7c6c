import { type ImapOptions, imap, type SmtpOptions, smtp } from '@opensupports/mail'
import { secretFrom } from '../place.js'
import { readMailUrl } from './readers.js'

/** The mail servers of the environment. An undefined one is the server in the settings. */
export interface MailServers {
  readonly smtp: SmtpOptions['server'] | undefined
  readonly imap: ImapOptions['server'] | undefined
}

/**
 * Reads SMTP_URL and IMAP_URL.
 *
 * @throws ConfigError if one is invalid
 */
export function readMailServers(env: NodeJS.ProcessEnv): MailServers {
  const [smtpText, imapText] = [secretFrom(env, 'SMTP_URL'), secretFrom(env, 'IMAP_URL')]
  const smtpUrl = smtpText ? readMailUrl('SMTP_URL', smtpText, ['smtp:', 'smtps:']) : undefined
  const imapUrl = imapText ? readMailUrl('IMAP_URL', imapText, ['imap:', 'imaps:']) : undefined
  return {
    smtp: smtpUrl && { host: `${smtpUrl.protocol}//${smtpUrl.host}`, ...loginOf(smtpUrl) },
    imap: imapUrl && { host: mailboxOf(imapUrl), user: '', pass: '', ...loginOf(imapUrl) },
  }
}

/**
 * Returns the mailer and the mailbox of a helpdesk.
 *
 * @param allowPrivateAddresses whether they may connect to addresses of a private network
 */
export const mailAdapters = (servers: MailServers, allowPrivateAddresses: boolean) => ({
  mailer: smtp({ allowPrivateAddresses, ...(servers.smtp ? { server: servers.smtp } : {}) }),
  mailbox: imap({ allowPrivateAddresses, ...(servers.imap ? { server: servers.imap } : {}) }),
})

function loginOf({ username, password }: URL): { user?: string; pass?: string } {
  if (username === '') return {}
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
}

/** Writes the URL of a mailbox in the format of the setting `imap-host`. */
function mailboxOf({ protocol, host, pathname }: URL): string {
  const folder = decodeURIComponent(pathname.slice(1))
  return `{${host}/imap${protocol === 'imaps:' ? '/ssl' : ''}}${folder || 'INBOX'}`
}
