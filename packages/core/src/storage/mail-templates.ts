/** An edited mail template, which overrides the built-in one. */
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
  /** Compares the name case-insensitively. */
  get(template: string, language: string): Promise<StoredMailTemplate | undefined>
  /** Adds the template, or replaces the one with the same name and language. */
  set(template: StoredMailTemplate): Promise<void>
}
