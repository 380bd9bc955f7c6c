import { type LanguageCode, languageCodes } from '../../model/index.js'
import type { Storage, StoredMailTemplate } from '../../storage/index.js'
import { mailLanguages } from './languages.js'
import { type MailTemplateName, type MailTexts, mailTemplateNames } from './texts.js'

/** Returns whether there is a mail with this name. */
export const isMailTemplate = (name: string): name is MailTemplateName =>
  (mailTemplateNames as readonly string[]).includes(name)

const isLanguage = (code: string): code is LanguageCode => (languageCodes as readonly string[]).includes(code)

/** Returns the language, or English if it is not supported. */
export const knownLanguage = (code: string): LanguageCode => (isLanguage(code) ? code : 'en')

/** The built-in texts. */
export const broughtTexts = (template: MailTemplateName, language: string): MailTexts =>
  mailLanguages[knownLanguage(language)][template]

/** The same, as rows of the storage. */
export function broughtTemplate(template: MailTemplateName, language: string): StoredMailTemplate {
  const { subject, text1, text2, text3 } = broughtTexts(template, language)
  return { template, language, subject, text1, text2, text3 }
}

/** Returns the texts of a mail: the edited ones, or the built-in ones. */
export const mailTemplate = async (
  { mailTemplates }: Pick<Storage, 'mailTemplates'>,
  template: MailTemplateName,
  language: string,
): Promise<StoredMailTemplate> =>
  (await mailTemplates.get(template, language)) ?? broughtTemplate(template, language)

/** Returns the variables of a text, each once. */
export const variablesOf = (text: string | null): string[] => [
  ...new Set(Array.from((text ?? '').matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name)),
]
