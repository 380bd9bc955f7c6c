import { changedFields, cleanHtml } from '../../domain/helpdesk/index.js'
import type { LanguageCode } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import {
  type ContentInput,
  changed,
  content,
  customResponse,
  language,
  name,
  optional,
  unless,
} from '../../params/index.js'

/** What `/ticket/edit-custom-response` takes. */
export interface EditCustomResponseParams {
  readonly id: number
  /** Rich text: HTML, cleaned. */
  readonly content: ContentInput
  /** Default: unchanged. */
  readonly name?: string | undefined
  /** Default: unchanged. */
  readonly language?: LanguageCode | undefined
}

/**
 * Changes a prepared answer. Fields that are left out stay unchanged.
 *
 * @throws INVALID_CUSTOM_RESPONSE when there is no such one; INVALID_CONTENT, INVALID_NAME, INVALID_LANGUAGE
 */
export const editCustomResponse = operation<EditCustomResponseParams, null>()({
  path: '/ticket/edit-custom-response',
  permission: 'staff_2',
  params: {
    customResponse: changed(customResponse('id', 'INVALID_CUSTOM_RESPONSE')),
    content: content('INVALID_CONTENT'),
    name: optional(name('INVALID_NAME')),
    language: unless(['', '0'], language('INVALID_LANGUAGE')),
  },
  data: nothing,
  prepare: async (_, { content }) => cleanHtml(content),
  async write(tx, { customResponse: stored, name, language }, content) {
    const edited = {
      content,
      name: name ?? stored.name,
      language: language ?? stored.language,
    }
    await tx.customResponses.update(stored.id, edited)
    await tx.log('EDIT_CUSTOM_RESPONSE', null)
    tx.emit('customResponse.edited', {
      customResponseId: stored.id,
      changed: changedFields(stored, edited),
    })
    return null
  },
})
