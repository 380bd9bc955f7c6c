import { MailServerError, type MailServerFault } from '@opensupports/core'
import { connectionFault, oneLine } from '../connection-fault.js'

/** A mail that could not be handed over. The message is fit for an administrator: it holds no password. */
export class DeliveryError extends MailServerError {
  override readonly name = 'DeliveryError'

  constructor(
    message: string,
    /** The server refused this mail for good: sending it again makes no sense. */
    readonly permanent: boolean,
    fault: MailServerFault = 'other',
    options?: ErrorOptions,
  ) {
    super(fault, message, options)
  }
}

/** What nodemailer throws, as one error with a plain message. */
export function deliveryError(error: unknown, server: string): DeliveryError {
  if (error instanceof DeliveryError) return error
  if (error instanceof MailServerError) return new DeliveryError(error.message, false, error.fault)
  const { code, response, responseCode, command, message } = error as {
    code?: string
    response?: string
    responseCode?: number
    command?: string
    message?: string
  }
  // Trouble with the sign-in or the connection is the helpdesk's, not the mail's.
  const aboutMail = /^(?:MAIL FROM|RCPT TO|DATA)/.test(command ?? '') && code !== 'EAUTH'
  const permanent = aboutMail && responseCode !== undefined && responseCode >= 500 && responseCode < 600
  // The answer of a server may repeat what was sent to it: of a sign-in only the code is told.
  const words =
    code === 'EAUTH' ? `the sign-in was refused (${responseCode ?? 'EAUTH'})` : (response ?? message)
  const fault = code === 'EAUTH' ? 'credentials' : connectionFault(error)
  return new DeliveryError(oneLine(`${server}: ${words ?? 'failed'}`), permanent, fault)
}
