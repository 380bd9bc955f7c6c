import { MailServerError, type MailServerFault } from '@opensupports/core'
import { connectionFault, oneLine } from '../connection-fault.js'

/** Thrown if a mail could not be delivered. Its message can be shown to an administrator: it has no password. */
export class DeliveryError extends MailServerError {
  override readonly name = 'DeliveryError'

  constructor(
    message: string,
    /** Whether the server rejected this mail permanently, so that a retry is useless. */
    readonly permanent: boolean,
    fault: MailServerFault = 'other',
    options?: ErrorOptions,
  ) {
    super(fault, message, options)
  }
}

/** Converts an error of nodemailer to one with a short message on one line. */
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
  // A failed sign-in or connection is a fault of the configuration, not of the mail, so it is never permanent.
  const aboutMail = /^(?:MAIL FROM|RCPT TO|DATA)/.test(command ?? '') && code !== 'EAUTH'
  const permanent = aboutMail && responseCode !== undefined && responseCode >= 500 && responseCode < 600
  // A server may repeat the credentials in its answer, so report only the code of a failed sign-in.
  const words =
    code === 'EAUTH'
      ? `sign-in failed, check the user and password (${responseCode ?? 'EAUTH'})`
      : (response ?? message)
  const fault = code === 'EAUTH' ? 'credentials' : connectionFault(error)
  return new DeliveryError(oneLine(`${server}: ${words ?? 'failed'}`), permanent, fault)
}
