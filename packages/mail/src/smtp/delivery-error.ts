/** A mail that could not be handed over. The message is fit for an administrator: it holds no password. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'

  constructor(
    message: string,
    /** The server has refused this very mail for good: to send it again makes no sense. */
    readonly permanent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 500)

/** What nodemailer throws, as one error with a plain message. */
export function deliveryError(error: unknown, server: string): DeliveryError {
  if (error instanceof DeliveryError) return error
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
  return new DeliveryError(oneLine(`${server}: ${words ?? 'failed'}`), permanent)
}
