/** The texts of a mail in a language, as HTML with variables such as `{{name}}`. */
export interface MailTemplate {
  readonly template: string
  readonly subject: string
  readonly language: string
  /** The heading. */
  readonly text1: string | null
  readonly text2: string | null
  /** Below the button. */
  readonly text3: string | null
}
