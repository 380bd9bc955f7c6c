import { cleanHtml } from '../../domain/helpdesk/index.js'
import type { LanguageCode } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import { type ContentInput, content, language, name } from '../../params/index.js'

/** What `/ticket/add-custom-response` takes. */
export interface AddCustomResponseParams {
  /** 1 to 200 characters. */
  readonly name: string
  /** Rich text: HTML, cleaned. */
  readonly content: ContentInput
  readonly language: LanguageCode
}

/**
 * Adds a prepared answer. Names need not be unique.
 *
 * @throws INVALID_TITLE for a bad name; INVALID_CONTENT; INVALID_LANGUAGE unless it is one of the 15 codes.
 */
export const addCustomResponse = operation<AddCustomResponseParams, null>()({
  path: '/ticket/add-custom-response',
  permission: 'staff_2',
  params: {
    name: name('INVALID_TITLE'),
    content: content('INVALID_CONTENT'),
    language: language('INVALID_LANGUAGE'),
  },
  data: nothing,
  prepare: async (_, { content }) => cleanHtml(content),
  async write(tx, { name, language }, content) {
    const customResponseId = await tx.customResponses.insert({ name, content, language })
    await tx.log('ADD_CUSTOM_RESPONSE', null)
    tx.emit('customResponse.created', { customResponseId })
    return null
  },
})
