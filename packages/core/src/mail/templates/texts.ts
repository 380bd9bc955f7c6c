/** The texts of one mail in one language, as HTML with variables such as `{{name}}`. */
export interface MailTexts {
  readonly subject: string
  /** The heading. */
  readonly text1: string
  readonly text2: string
  /** Below the button; empty for none. */
  readonly text3: string
  /** The label of the button; empty for none. It cannot be edited. */
  readonly action: string
}

/** The mails that a helpdesk sends, in the order in which they are listed. */
export const mailTemplateNames = [
  'USER_SIGNUP',
  'USER_PASSWORD',
  'USER_EMAIL',
  'PASSWORD_FORGOT',
  'USER_INVITE',
  'TICKET_CREATED',
  'TICKET_RESPONDED',
  'TICKET_CLOSED',
  'TICKET_CREATED_STAFF',
  'WEBHOOK_DISABLED',
] as const

export type MailTemplateName = (typeof mailTemplateNames)[number]

/** The mails that 4.11 does not have. */
const newMails: readonly MailTemplateName[] = ['WEBHOOK_DISABLED']

/** The mails that 4.11 has, too: its clients list them, and its database has their texts. */
export const oldMailTemplateNames = mailTemplateNames.filter((name) => !newMails.includes(name))

/** All mails in one language. */
export type MailLanguage = Readonly<Record<MailTemplateName, MailTexts>>
