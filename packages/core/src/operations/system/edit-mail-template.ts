import { fail } from '../../errors.js'
import { broughtTemplate, isMailTemplate, variablesOf } from '../../mail-templates/index.js'
import type { LanguageCode } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import { markup, optional, subject, supportedLanguage } from '../../params/index.js'

/** What `/system/edit-mail-template` takes. */
export interface EditMailTemplateParams {
  readonly template: string
  readonly language?: LanguageCode | undefined
  readonly subject: string
  readonly text1?: string | undefined
  readonly text2?: string | undefined
  readonly text3?: string | undefined
}

/**
 * Changes the words of a mail in a language. The texts are HTML, cleaned when a mail is written. A variable that the
 * brought text has must be in the new one too: without its link, a mail would be of no use.
 *
 * @throws INVALID_TEMPLATE when there is no such mail, or no language is given; INVALID_LANGUAGE; INVALID_SUBJECT;
 * INVALID_TEXT_1, INVALID_TEXT_2, INVALID_TEXT_3 when a variable is missing.
 */
export const editMailTemplate = operation<EditMailTemplateParams, null>()({
  path: '/system/edit-mail-template',
  permission: 'staff_3',
  params: {
    template: subject('INVALID_TEMPLATE'),
    language: optional(supportedLanguage('INVALID_LANGUAGE')),
    subject: subject('INVALID_SUBJECT'),
    text1: optional(markup('INVALID_TEXT_1')),
    text2: optional(markup('INVALID_TEXT_2')),
    text3: optional(markup('INVALID_TEXT_3')),
  },
  data: nothing,
  async write(tx, { template, language, ...texts }) {
    if (!isMailTemplate(template) || !language) fail('INVALID_TEMPLATE')
    const brought = broughtTemplate(template, language)
    const lacks = (name: 'text1' | 'text2' | 'text3') => {
      const given = variablesOf(texts[name] ?? null)
      return variablesOf(brought[name]).some((variable) => !given.includes(variable))
    }
    if (lacks('text1')) fail('INVALID_TEXT_1')
    if (lacks('text2')) fail('INVALID_TEXT_2')
    if (lacks('text3')) fail('INVALID_TEXT_3')
    await tx.mailTemplates.set({
      template,
      language,
      subject: texts.subject,
      text1: texts.text1 ?? null,
      text2: texts.text2 ?? null,
      text3: texts.text3 ?? null,
    })
    tx.emit('mailTemplate.edited', { template, language })
    return null
  },
})
