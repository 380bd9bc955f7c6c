import { type LanguageCode, languageCodes } from '../../model/index.js'
import type { Storage, StoredMailTemplate } from '../../storage/index.js'
import { mailLanguages } from './languages.js'
import { type MailTemplateName, type MailTexts, mailTemplateNames } from './texts.js'

/** Whether the helpdesk sends mails of this name. */
export const isMailTemplate = (name: string): name is MailTemplateName =>
  (mailTemplateNames as readonly string[]).includes(name)

const isLanguage = (code: string): code is LanguageCode => (languageCodes as readonly string[]).includes(code)

/** The language, or English where there is no such one. */
export const knownLanguage = (code: string): LanguageCode => (isLanguage(code) ? code : 'en')

/** The texts that the helpdesk brings. */
export const broughtTexts = (template: MailTemplateName, language: string): MailTexts =>
  mailLanguages[knownLanguage(language)][template]

/** As the storage keeps them. */
export function broughtTemplate(template: MailTemplateName, language: string): StoredMailTemplate {
  const { subject, text1, text2, text3 } = broughtTexts(template, language)
  return { template, language, subject, text1, text2, text3 }
}

/** The texts of a mail: the edited ones, or those that the helpdesk brings. */
export const mailTemplate = async (
  { mailTemplates }: Pick<Storage, 'mailTemplates'>,
  template: MailTemplateName,
  language: string,
): Promise<StoredMailTemplate> =>
  (await mailTemplates.get(template, language)) ?? broughtTemplate(template, language)

/** The variables of a text, each once. */
export const variablesOf = (text: string | null): string[] => [
  ...new Set(Array.from((text ?? '').matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name)),
]
