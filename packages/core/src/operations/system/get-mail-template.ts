import { fail } from '../../errors.js'
import { isMailTemplate, mailTemplate } from '../../mail/templates/index.js'
import type { LanguageCode, MailTemplate } from '../../model/index.js'
import { mailTemplateSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { optional, subject, supportedLanguage } from '../../params/index.js'

/** What `/system/get-mail-template` takes. */
export interface GetMailTemplateParams {
  /** In any letter case. */
  readonly template: string
  readonly language?: LanguageCode | undefined
}

/**
 * Returns the texts of a mail template in a language: the edited ones, or else the built-in ones.
 *
 * @throws INVALID_TEMPLATE when there is no such template, or no language is sent; INVALID_LANGUAGE when it is not
 * supported.
 */
export const getMailTemplate = operation<GetMailTemplateParams, MailTemplate>()({
  path: '/system/get-mail-template',
  permission: 'staff_3',
  params: {
    template: subject('INVALID_TEMPLATE'),
    language: optional(supportedLanguage('INVALID_LANGUAGE')),
  },
  data: mailTemplateSchema,
  async read(call, { template, language }) {
    const name = template.toUpperCase()
    if (!isMailTemplate(name) || !language) fail('INVALID_TEMPLATE')
    const texts = await mailTemplate(call, name, language)
    return { ...texts, template: name, language }
  },
})
