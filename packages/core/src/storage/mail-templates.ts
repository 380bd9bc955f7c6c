/** A mail template as somebody has edited it: it wins over the one that the helpdesk brings. */
export interface StoredMailTemplate {
  /** `USER_SIGNUP`, `TICKET_CREATED`, … */
  readonly template: string
  readonly language: string
  readonly subject: string
  readonly text1: string | null
  readonly text2: string | null
  readonly text3: string | null
}

export interface MailTemplateStore {
  /** The name is compared without case. */
  get(template: string, language: string): Promise<StoredMailTemplate | undefined>
  /** Adds it, or replaces the one of the same name and language. */
  set(template: StoredMailTemplate): Promise<void>
}
