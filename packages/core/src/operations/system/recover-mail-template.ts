import { fail } from '../../errors.js'
import { broughtTemplate, isMailTemplate } from '../../mail/templates/index.js'
import type { LanguageCode } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import { optional, subject, supportedLanguage } from '../../params/index.js'

/** What `/system/recover-mail-template` takes. */
export interface RecoverMailTemplateParams {
  readonly template: string
  readonly language?: LanguageCode | undefined
}

/**
 * Resets the texts of a mail template in a language to the built-in ones.
 *
 * @throws INVALID_TEMPLATE when there is no such template, or no language is sent; INVALID_LANGUAGE.
 */
export const recoverMailTemplate = operation<RecoverMailTemplateParams, null>()({
  path: '/system/recover-mail-template',
  permission: 'staff_3',
  params: {
    template: subject('INVALID_TEMPLATE'),
    language: optional(supportedLanguage('INVALID_LANGUAGE')),
  },
  data: nothing,
  validate({ template, language }) {
    if (!isMailTemplate(template) || !language) fail('INVALID_TEMPLATE')
  },
  async write(tx, { template, language }) {
    if (!isMailTemplate(template) || !language) return fail('INVALID_TEMPLATE')
    await tx.mailTemplates.set(broughtTemplate(template, language))
    tx.emit('mailTemplate.recovered', { template, language })
    return null
  },
})
