import { fail } from '../../errors.js'
import { broughtTemplate, isMailTemplate, variablesOf } from '../../mail/templates/index.js'
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
 * Changes the texts of a mail template in a language. They are HTML, cleaned when a mail is written. A variable of the
 * built-in text must be in the new one too: a mail without its link is useless.
 *
 * @throws INVALID_TEMPLATE when there is no such template, or no language is sent; INVALID_LANGUAGE; INVALID_SUBJECT;
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
  validate({ template, language, ...texts }) {
    if (!isMailTemplate(template) || !language) return fail('INVALID_TEMPLATE')
    const brought = broughtTemplate(template, language)
    const lacks = (name: 'text1' | 'text2' | 'text3') => {
      const given = variablesOf(texts[name] ?? null)
      return variablesOf(brought[name]).some((variable) => !given.includes(variable))
    }
    if (lacks('text1')) fail('INVALID_TEXT_1')
    if (lacks('text2')) fail('INVALID_TEXT_2')
    if (lacks('text3')) fail('INVALID_TEXT_3')
  },
  async write(tx, { template, language, ...texts }) {
    if (!language) return fail('INVALID_TEMPLATE')
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
