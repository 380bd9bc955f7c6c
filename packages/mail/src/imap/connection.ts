import { isIP } from 'node:net'
import { type MailServer, MailServerError } from '@opensupports/core'
import type { ImapFlow } from 'imapflow'
import { connectionFault, oneLine } from '../connection-fault.js'
import type { MailboxAddress } from './address.js'
import { defaultTimeout, type ImapOptions } from './options.js'

/** An error of a mailbox. Its message never contains the password. */
export class MailboxError extends MailServerError {
  override readonly name = 'MailboxError'
}

/** Converts an error of imapflow to one with a short message on one line. */
export function mailboxError(error: unknown, host: string): MailServerError {
  if (error instanceof MailServerError) return error
  const { authenticationFailed, responseText, message } = error as {
    authenticationFailed?: boolean
    responseText?: string
    message?: string
  }
  if (authenticationFailed)
    return new MailboxError('credentials', `${host}: sign-in failed, check the user and password`)
  return new MailboxError(connectionFault(error), oneLine(`${host}: ${responseText || message || 'failed'}`))
}

/** Returns a client that is not connected yet. `connectTo` is the address to connect to, where that is not the host's name. */
export async function connection(
  address: MailboxAddress,
  { user, pass }: MailServer,
  { tls = {}, timeout = defaultTimeout, allowPlainText = false }: ImapOptions,
  connectTo: string = address.host,
): Promise<ImapFlow> {
  // Loaded with the first connection: a helpdesk may never read mail.
  const { ImapFlow } = await import('imapflow')
  const name = tls.servername ?? (isIP(address.host) ? undefined : address.host)
  const mayBePlain = allowPlainText || address.plainText
  const client = new ImapFlow({
    host: connectTo,
    port: address.port,
    secure: address.secure,
    // Without implicit TLS, require STARTTLS before the password is sent.
    ...(address.secure ? {} : { doSTARTTLS: address.plainText ? false : mayBePlain ? undefined : true }),
    ...(name ? { servername: name } : {}),
    auth: { user: user ?? '', pass: pass ?? '' },
    tls: {
      ...(tls.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: tls.rejectUnauthorized }),
      ...(tls.ca ? { ca: [tls.ca].flat() } : {}),
      ...(name ? { servername: name } : {}),
    },
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    // Each command has a limit of its own. Between two commands, a mail may be read for longer.
    socketTimeout: Math.max(timeout, 60_000),
    logger: false,
    disableAutoIdle: true,
  })
  // The next command reports a broken connection, but an unhandled `error` event would end the process.
  client.on('error', () => {})
  return client
}
