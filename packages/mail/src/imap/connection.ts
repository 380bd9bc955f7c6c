import { isIP } from 'node:net'
import { type MailServer, MailServerError } from '@opensupports/core'
import { ImapFlow } from 'imapflow'
import { connectionFault, oneLine } from '../connection-fault.js'
import type { MailboxAddress } from './address.js'
import type { ImapOptions } from './options.js'

/** What went wrong with a mailbox, in words that hold no password. */
export class MailboxError extends MailServerError {
  override readonly name = 'MailboxError'
}

/** What imapflow throws, as one error with a plain message. */
export function mailboxError(error: unknown, host: string): MailServerError {
  if (error instanceof MailServerError) return error
  const { authenticationFailed, responseText, message } = error as {
    authenticationFailed?: boolean
    responseText?: string
    message?: string
  }
  if (authenticationFailed) return new MailboxError('credentials', `${host}: the sign-in was refused`)
  return new MailboxError(connectionFault(error), oneLine(`${host}: ${responseText || message || 'failed'}`))
}

/** Connects and signs in. `connectTo` is the address to connect to, where that is not the host's name. */
export async function connect(
  address: MailboxAddress,
  { user, pass }: MailServer,
  { tls = {}, timeout = 10_000, allowPlainText = false }: ImapOptions,
  connectTo: string = address.host,
): Promise<ImapFlow> {
  const name = tls.servername ?? (isIP(address.host) ? undefined : address.host)
  const mayBePlain = allowPlainText || address.plainText
  const client = new ImapFlow({
    host: connectTo,
    port: address.port,
    secure: address.secure,
    // Without TLS from the start it has to be agreed on before the password is sent.
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
    socketTimeout: Math.max(timeout, 30_000),
    logger: false,
    disableAutoIdle: true,
  })
  // A line that breaks later is told of by the command that runs into it.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    throw mailboxError(error, address.host)
  }
}
