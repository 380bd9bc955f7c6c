import * as v from 'valibot'

/** The words of a mail in a language: HTML in which `{{name}}` stands for a value. */
export const MailTemplate = v.object({
  template: v.string(),
  subject: v.string(),
  language: v.string(),
  /** The heading. */
  text1: v.nullable(v.string()),
  text2: v.nullable(v.string()),
  /** Below the button. */
  text3: v.nullable(v.string()),
})
export type MailTemplate = v.InferOutput<typeof MailTemplate>
