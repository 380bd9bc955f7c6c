/** A mail to be put into words and sent: a template's name with its variables. */
export interface OutgoingMail {
  /** `USER_SIGNUP`, `TICKET_CREATED`, … */
  readonly template: string
  readonly to: string
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
}

/** Delivers mails; throws when one could not be handed over, so that it is tried again. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>
}
